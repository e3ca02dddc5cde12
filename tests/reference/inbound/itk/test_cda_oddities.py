"""What senders write that is odd: each kind is read for what it is, and said where it cannot be."""

import re

import pytest

from reference.formats.safe_xml import parse
from reference.inbound.itk import cda

NHS_NUMBER, SECOND = "9990000018", "9990000026"
VERIFIED, UNVERIFIED = "2.16.840.1.113883.2.1.4.1", "2.16.840.1.113883.2.1.3.2.4.18.23"
TRUST, LOCAL = "2.16.840.1.113883.2.1.3.2.4.19.1", "2.16.840.1.113883.2.1.3.2.4.18.24"

GIVEN = {
    "ids": f'<id root="{VERIFIED}" extension="{NHS_NUMBER}"/>',
    "telecom": '<telecom value="tel:07700900123" use="EC"/>',
    "name": "<name><given>Maeve</given><family>Whitlow</family></name>",
    "birth": "19840229",
    "practice": '<id extension="B86999"/>',
    "created": "20260401121500+0100",
    "informants": "",
    "location": "",
    "disposition": '<dischargeDispositionCode code="Dx86" displayName="Repeat prescription within 12 hours"/>',
    "text": "Headache",
}


def read(**parts):
    """Read a document whose parts are replaced by name."""
    return cda.read(parse(_document(GIVEN | parts).encode()))


def _document(given):
    return f"""<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="A"/><effectiveTime value="{given["created"]}"/>
      <setId root="B"/><versionNumber value="1"/>
      <recordTarget><patientRole>{given["ids"]}{given["telecom"]}
        <patient>{given["name"]}<birthTime value="{given["birth"]}"/></patient>
        <providerOrganization>{given["practice"]}<name>Sedge Surgery</name></providerOrganization>
      </patientRole></recordTarget>{given["informants"]}
      <componentOf><encompassingEncounter>{given["disposition"]}{given["location"]}</encompassingEncounter></componentOf>
      <component><structuredBody><component><section><title>Condition</title><text>{given["text"]}</text></section>
      </component></structuredBody></component></ClinicalDocument>"""


def kinds(content):
    return [notice["kind"] for notice in content["notices"]]


class TestNames:
    NICKNAME = "<given>Mo</given><family>Featherstone</family>"
    LEGAL = "<given>Maeve</given><family>Whitlow</family>"

    @pytest.mark.parametrize(
        "names",
        [
            f'<name>{LEGAL}</name><name use="P">{NICKNAME}</name>',
            f'<name use="P">{NICKNAME}</name><name>{LEGAL}</name>',
            f'<name>{NICKNAME}</name><name use="L">{LEGAL}</name>',
        ],
    )
    def test_a_patient_goes_by_the_legal_or_usual_name_wherever_it_stands(self, names):
        content = read(name=names)

        assert content["patient"]["name"] == "Maeve Whitlow"
        assert [other["name"] for other in content["patient"]["other_names"]] == ["Mo Featherstone"]
        assert kinds(content) == ["other-name"]

    def test_several_given_names_are_all_kept(self):
        name = (
            "<name><prefix>Ms</prefix><given>Maeve</given><given>Ann</given><family>Whitlow</family></name>"
        )

        assert read(name=name)["patient"]["name"] == "Ms Maeve Ann Whitlow"

    @pytest.mark.parametrize("family", ["", '<family nullFlavor="UNK"/>'])
    def test_no_family_name_is_said_and_none_is_made_up(self, family):
        content = read(name=f"<name><given>Maeve</given>{family}</name>")

        assert (content["patient"]["given"], content["patient"]["family"]) == ("Maeve", "")
        assert kinds(content) == ["no-family-name"]


class TestNumbers:
    def test_of_two_verified_numbers_none_is_taken(self):
        ids = "".join(f'<id root="{VERIFIED}" extension="{number}"/>' for number in (NHS_NUMBER, SECOND))
        content = read(ids=ids)

        assert (content["patient"]["nhs_number"], content["patient"]["nhs_number_verified"]) == ("", False)
        assert content["notices"] == [{"kind": "two-numbers", "numbers": f"{NHS_NUMBER} and {SECOND}"}]

    def test_one_number_that_stands_there_twice_is_one(self):
        ids = f'<id root="{VERIFIED}" extension="{NHS_NUMBER}"/>' * 2

        assert read(ids=ids)["patient"]["nhs_number"] == NHS_NUMBER

    def test_the_verified_number_is_taken_and_the_other_is_said(self):
        ids = (
            f'<id root="{UNVERIFIED}" extension="{SECOND}"/><id root="{VERIFIED}" extension="{NHS_NUMBER}"/>'
        )
        content = read(ids=ids)

        assert content["patient"]["nhs_number"] == NHS_NUMBER
        assert content["notices"] == [{"kind": "other-number", "numbers": SECOND}]

    @pytest.mark.parametrize(
        "ids",
        [
            f'<id root="{LOCAL}" extension="LOCAL-9"/><id root="{TRUST}" extension="B86999"/>',
            '<id extension="B86999"/>',
        ],
    )
    def test_a_practices_code_is_told_by_its_root(self, ids):
        assert read(practice=ids)["practice"]["ods"] == "B86999"

    @pytest.mark.parametrize(
        "id", [f'<id root="{LOCAL}" extension="LOCAL-9"/>', '<id nullFlavor="UNK"/>', ""]
    )
    def test_where_no_code_of_a_practice_is_sent_there_is_none(self, id):
        assert read(practice=id)["practice"] == {"ods": "", "name": "Sedge Surgery"}


class TestTelephones:
    def test_a_number_with_two_uses_has_both(self):
        content = read(telecom='<telecom value="tel:07700900123" use="MC EC"/>')

        numbers = [(told["use"], told["number"]) for told in content["patient"]["telephones"]]
        assert numbers == [("callback", "07700900123"), ("mobile", "07700900123")]

    def test_where_no_number_is_marked_to_call_back_that_is_said(self):
        content = read(telecom='<telecom value="tel:03069990111" use="H"/>')

        assert (content["callback_number"], kinds(content)) == ("03069990111", ["no-callback"])

    def test_a_number_that_is_not_there_is_none(self):
        assert read(telecom='<telecom nullFlavor="UNK"/>')["patient"]["telephones"] == []

    def test_junk_behind_a_number_stays_visible(self):
        content = read(telecom='<telecom value="tel:03069990111NP:03069990112" use="EC"/>')

        assert content["callback_number"] == "03069990111NP:03069990112"

    def test_the_second_informant_is_kept(self):
        entity = "<informant><relatedEntity><relatedPerson><name>{}</name></relatedPerson></relatedEntity></informant>"
        content = read(informants=entity.format("Ash Rowan") + entity.format("Fern Holt"))

        assert content["informant"]["name"] == "Ash Rowan"
        assert [other["name"] for other in content["other_informants"]] == ["Fern Holt"]


class TestPlaces:
    PLACE = "<location><healthCareFacility><location>{}</location></healthCareFacility></location>"
    LINE = "<streetAddressLine>3 Wharf Hall</streetAddressLine>"
    ADDRESS = f'<addr use="PHYS">{LINE}<postalCode>YO1 9ZX</postalCode></addr>'

    def test_where_the_patient_was_when_they_called_is_kept(self):
        content = read(location=self.PLACE.format(f"<name>Incident Location</name>{self.ADDRESS}"))

        where = {"use": "physical", "lines": ["3 Wharf Hall"], "postcode": "YO1 9ZX"}
        assert content["location"] == {"name": "Incident Location", "address": where}

    @pytest.mark.parametrize(
        "place", ["", '<name nullFlavor="UNK"/>', '<name nullFlavor="NA"/><addr nullFlavor="UNK"/>']
    )
    def test_a_place_of_which_nothing_is_said_is_none(self, place):
        assert read(location=self.PLACE.format(place))["location"] is None

    def test_every_address_has_its_use_and_all_its_lines(self):
        lines = "".join(
            f"<streetAddressLine>{line}</streetAddressLine>" for line in ("Flat 2", "Sedge Court", "Leeds")
        )
        temporary = '<addr use="TMP"><streetAddressLine>3 Wharf Hall</streetAddressLine></addr>'
        home = f'<addr use="H">{lines}<postalCode>LS2 9AA</postalCode></addr>'

        assert read(telecom=temporary + home)["patient"]["addresses"] == [
            {"use": "temporary", "lines": ["3 Wharf Hall"], "postcode": ""},
            {"use": "home", "lines": ["Flat 2", "Sedge Court", "Leeds"], "postcode": "LS2 9AA"},
        ]

    def test_an_address_in_parts_is_kept_in_their_order(self):
        parts = "<houseNumber>7</houseNumber><streetName>Sedge Lane</streetName><city>Leeds</city>"

        (address,) = read(telecom=f"<addr>{parts}<postalCode>LS2 9AA</postalCode></addr>")["patient"][
            "addresses"
        ]
        assert (address["lines"], address["postcode"]) == (["7", "Sedge Lane", "Leeds"], "LS2 9AA")


class TestTimes:
    @pytest.mark.parametrize("day", ["19850229", "19801301", "1980022", "198002310900"])
    def test_a_day_that_is_none_is_said_as_it_was_sent(self, day):
        content = read(birth=day)

        assert content["patient"]["birth_date"] == ""
        assert content["notices"] == [{"kind": "unreadable-birth-date", "sent": day}]

    @pytest.mark.parametrize(
        ("sent", "read_as"),
        [
            ("20260401", "2026-04-01"),
            ("202604011115Z", "2026-04-01T11:15:00+00:00"),
            ("20260401121500+0100", "2026-04-01T12:15:00+01:00"),
            ("20260401121500+1", "2026-04-01T12:15:00+01:00"),
            ("2026-04-01T12:15:00+01:00", "2026-04-01T12:15:00+01:00"),
        ],
    )
    def test_a_time_is_read_whole(self, sent, read_as):
        assert read(created=sent)["created"] == read_as

    def test_a_time_that_is_none_is_said_as_it_was_sent(self):
        content = read(created="20261301")

        assert (content["created"], kinds(content)) == ("", ["unreadable-time"])


class TestText:
    @pytest.mark.parametrize(
        ("markup", "words"),
        [
            ("11.2 x 10<sup>9</sup>/L", "11.2 x 10⁹/L"),
            ("10<sup>-3</sup>", "10⁻³"),
            ("10<sup>n1</sup>", "10^n1"),
            ("CO<sub>2</sub> normal", "CO₂ normal"),
            ("38<sup>o</sup>C", "38°C"),
            ("the 5<sup>th</sup>", "the 5th"),
            ("Head<!-- x -->ache", "Headache"),
            (
                "<table><caption>Seen</caption><thead><tr><th>Day</th><th>Pulse</th></tr></thead>"
                "<tbody><tr><td>Monday</td><td>72</td></tr></tbody></table>",
                "Seen\nDay\tPulse\nMonday\t72",
            ),
        ],
    )
    def test_what_is_raised_or_lowered_stays_apart(self, markup, words):
        assert read(text=markup)["sections"] == [{"title": "Condition", "text": words}]


def test_a_disposition_by_its_words_alone_is_shown():
    words = "<originalText>Needs a medicine</originalText>"
    sent = f'<dischargeDispositionCode nullFlavor="OTH">{words}</dischargeDispositionCode>'
    assert read(disposition=sent)["disposition"] == {"code": "", "text": "Needs a medicine"}


def test_a_document_with_prefixes_is_read_like_any_other():
    plain = _document(GIVEN)
    prefixed = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1c:", plain).replace("xmlns=", "xmlns:c=")

    assert cda.read(parse(prefixed.encode())) == cda.read(parse(plain.encode()))
