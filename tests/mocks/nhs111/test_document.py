"""What a report says of patient, caller, case and recipients, in each form that the field is seen to send."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from cpcs_harness._content.mocks.nhs111.sender import message
from cpcs_harness.people.model import Caller, Parent

NS = {"itk": "urn:nhs-itk:ns:201005", "h": "urn:hl7-org:v3", "l": "NPFIT:HL7:Localisation"}
OID = "2.16.840.1.113883.2.1.3.2.4"
VERIFIED, UNVERIFIED, LOCAL = "2.16.840.1.113883.2.1.4.1", f"{OID}.18.23", f"{OID}.18.24"
SUMMER, WINTER = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 1, 5, 12, tzinfo=UTC)
PATHWAYS = {"p": "http://nhspathways.org/webservices/pathways/pathwaysCase"}


@pytest.fixture
def sent(issued):
    """Gives the message for the journey's report with changes, read back."""

    def sent(**changes):
        report = replace(issued.report, **({"habits": "ic24"} | changes))
        return etree.fromstring(message(report, "https://pharmacy.example/itk", SUMMER))

    return sent


def values(root, path, name="extension"):
    return [one.get(name) for one in root.findall(path, NS)]


def patient_ids(root):
    return [(one.get("root"), one.get("extension")) for one in root.findall(".//h:patientRole/h:id", NS)]


@pytest.mark.parametrize(
    ("number", "root", "written"),
    [
        ("verified", VERIFIED, "{0}"),
        ("unverified", UNVERIFIED, "{0}"),
        ("zeros", UNVERIFIED, "0000000000"),
        ("short", UNVERIFIED, "{0:.9}"),
    ],
)
def test_the_root_of_the_number_says_whether_it_is_verified(sent, issued, number, root, written):
    assert patient_ids(sent(number=number)) == [(root, written.format(issued.person.nhs_number))]


def test_a_number_with_a_wrong_check_digit_is_called_verified_and_is_nobodys(sent, issued):
    ((root, number),) = patient_ids(sent(number="bad-check"))

    weighed = sum(int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True))
    assert root == VERIFIED
    assert number[:9] == issued.person.nhs_number[:9]
    assert (11 - weighed % 11) % 11 != int(number[9])


def test_an_absent_number_is_nowhere_and_a_local_id_stands_in(sent, issued):
    root = sent(number="absent", forms=("attachment",))

    ((kind, _),) = patient_ids(root)
    case = base64.b64decode(root.findtext(".//h:observationMedia/h:value", None, NS))
    assert kind == LOCAL
    assert issued.person.nhs_number.encode() not in etree.tostring(root) + case


def test_nine_digits_may_be_called_verified(sent, issued):
    root = sent(number="short", forms=("called-verified",))

    assert patient_ids(root)[0] == ("2.16.840.1.113883.2.1.4.1", issued.person.nhs_number[:9])


def test_a_disposition_may_be_of_a_local_list(sent):
    code = sent(forms=("other-list",)).find(".//h:dischargeDispositionCode", NS)

    assert code.get("codeSystem") == "2.16.840.1.113883.2.1.3.2.4.17.414"


def test_a_local_id_names_who_gave_it(sent, issued):
    root = sent(local_id="LOC-1")

    assert patient_ids(root)[-1] == (LOCAL, "LOC-1")
    authority = f"{issued.report.sender_ods}:{issued.report.sender_name}"
    assert values(root, ".//h:patientRole/h:id", "assigningAuthorityName")[-1] == authority


@pytest.mark.parametrize(
    ("known", "form"), [("day", "%Y%m%d"), ("month", "%Y%m"), ("year", "%Y")], ids=["day", "month", "year"]
)
def test_a_birth_date_goes_as_far_as_it_is_known(sent, issued, known, form):
    assert values(sent(birth_known=known), ".//h:birthTime", "value") == [
        issued.person.birth_date.strftime(form)
    ]


def test_an_unknown_birth_date_is_told_nowhere(sent, issued):
    root = sent(birth_known="unknown", forms=("attachment",))

    case = base64.b64decode(root.findtext(".//h:observationMedia/h:value", None, NS))
    assert values(root, ".//h:birthTime", "nullFlavor") == ["UNK"]
    assert values(root, ".//h:birthTime", "value") == [None]
    assert issued.person.birth_date.isoformat().encode() not in case


@pytest.mark.parametrize(("gender", "code"), [("not specified", "9"), ("unknown", "0")])
def test_a_gender_that_is_not_told_has_a_code_of_its_own(sent, gender, code):
    assert values(sent(gender=gender), ".//h:administrativeGenderCode", "code") == [code]


def test_no_practice_is_named_where_none_is_known(sent, issued):
    root = sent(names_practice=False)

    assert root.find(".//h:providerOrganization", NS) is None
    assert issued.person.practice.ods.encode() not in etree.tostring(root)


def test_a_caller_is_the_informant_with_a_number_to_call_back(sent):
    entity = sent(caller=Caller("20", "Carer", "Pat Elms", "01632 960777")).find(".//h:relatedEntity", NS)

    assert (entity.find("h:code", NS).get("code"), entity.find("h:code", NS).get("displayName")) == (
        "20",
        "Carer",
    )
    assert dict(entity.find("h:telecom", NS).attrib) == {"value": "tel:01632960777", "use": "EC"}
    assert entity.findtext("h:relatedPerson/h:name", None, NS) == "Pat Elms"


def test_a_patient_who_rang_is_no_informant(sent):
    assert sent().find(".//h:informant", NS) is None


@pytest.mark.parametrize(
    ("times", "summer", "winter"),
    [
        ("hours", "20260701130000+01", "20260105120000+00"),
        ("minutes", "20260701130000+0100", "20260105120000+0000"),
        ("none", "20260701130000", "20260105120000"),
        ("to-the-minute", "202607011300+0100", "202601051200+0000"),
        ("fraction", "20260701130000.000+0100", "20260105120000.000+0000"),
        ("ahead", "20260701130000+0100", "20260105130000+0100"),
    ],
)
def test_times_have_the_form_that_was_asked_for(sent, times, summer, winter):
    for created, expected in ((SUMMER, summer), (WINTER, winter)):
        root = sent(times=times, created=created)

        assert values(root, ".//h:ClinicalDocument/h:effectiveTime", "value") == [expected]
        assert values(root, ".//h:encompassingEncounter/h:effectiveTime/h:high", "value") == [expected]


def test_an_encounter_that_has_not_ended_has_no_end(sent):
    period = sent(ended=False).find(".//h:encompassingEncounter/h:effectiveTime", NS)

    assert [etree.QName(one).localname for one in period] == ["low"]


def test_a_replacement_names_what_it_takes_the_place_of(sent, issued):
    root = sent(version=2, parent=Parent("OLD", issued.report.set_id, 1))

    parent = root.find(".//h:relatedDocument[@typeCode='RPLC']/h:parentDocument", NS)
    told = [parent.find(f"h:{name}", NS).attrib.values()[0] for name in ("id", "setId", "versionNumber")]
    assert told == ["OLD", issued.report.set_id, "1"]
    assert values(root, ".//h:ClinicalDocument/h:versionNumber", "value") == ["2"]


def test_the_cases_ids_are_known_by_their_roots_in_any_order(sent, issued):
    path = ".//h:encompassingEncounter/h:id"
    plain, turned = (sent(forms=forms).findall(path, NS) for forms in ((), ("ids-reordered",)))

    assert [dict(one.attrib) for one in turned] == [dict(one.attrib) for one in reversed(plain)]
    known = {one.get("root"): one.get("extension") for one in turned}
    assert known == {f"{OID}.18.34": issued.report.case_reference, f"{OID}.18.35": issued.report.case_id}


@pytest.mark.parametrize("habits", ["cleric", "strict"])
def test_some_systems_put_another_id_before_the_cases(sent, habits):
    assert values(sent(habits=habits), ".//h:encompassingEncounter/h:id", "root")[0] == f"{OID}.18.49"


@pytest.mark.parametrize(("habits", "site"), [("field", False), ("ic24", True), ("cleric", False)])
def test_an_author_may_work_at_a_site_of_the_provider_under_its_own_code(sent, issued, habits, site):
    root = sent(habits=habits)
    (author,) = values(root, ".//h:assignedAuthor/h:representedOrganization/h:id")
    assert (author != issued.report.sender_ods) is site
    assert values(root, ".//h:representedCustodianOrganization/h:id") == [issued.report.sender_ods]


@pytest.mark.parametrize(
    ("habits", "confidentiality"), [("field", "N"), ("ic24", "R"), ("tpp", "V"), ("online", "N")]
)
def test_confidentiality_is_that_of_the_sending_system(sent, habits, confidentiality):
    assert values(sent(habits=habits), ".//h:confidentialityCode", "code") == [confidentiality]


def test_the_document_of_one_system_has_a_code_that_is_none(sent):
    assert values(sent(habits="tpp"), ".//h:ClinicalDocument/h:code", "code") == ["000000000000000"]


def test_recipients_are_the_pharmacies_and_the_practice_that_gets_a_copy(sent, issued, world):
    other = next(one for one in world.environment.premises if one.ods != issued.premises.ods)

    root = sent(also_to=(other,), ods_suffix="RPX", practice_copied=True)

    told = [
        (one.get("typeCode"), one.find(".//h:receivedOrganization/h:id", NS).get("extension"))
        for one in root.findall(".//h:informationRecipient", NS)
    ]
    assert told == [
        ("PRCP", other.ods),
        ("PRCP", f"{issued.premises.ods}RPX"),
        ("TRC", issued.person.practice.ods),
    ]


def test_nhs_111_online_writes_as_it_does(sent, issued):
    root = sent(habits="online", sender="online", number="absent", case_id="111-ONLINE-B6CC9", ended=False)

    author = root.find(".//h:assignedAuthor", NS)
    assert [one.text for one in author.find(".//h:name", NS)] == ["Online", "User"]
    assert author.find("h:code", NS).get("code") == "T1"
    assert values(author, "h:representedOrganization/h:id") == ["YDDF4"]
    assert values(root, ".//itk:auditIdentity/itk:id", "uri") == ["urn:nhs-uk:identity:ods:YDDF4"]
    assert patient_ids(root) == [(LOCAL, "111-ONLINE-B6CC9")]
    assert values(root, ".//h:patientRole/h:addr", "use") == ["HP", "PHYS"]
    assert values(root, ".//h:patientRole/h:telecom", "use") == ["HP", "EC"]
    assert values(root, ".//h:consent/h:id", "root") == ["A709A442-3CF4-476E-8377-377700E727C7"]
    assert values(root, ".//h:healthCareFacility//h:name", "nullFlavor") == ["UNK"]
    assert issued.report.sender_ods not in values(root, ".//h:id")


@pytest.mark.parametrize("form", ["attachment", "attachment-wrapped"])
def test_an_attachment_tells_of_the_same_patient_and_case(sent, issued, form):
    root = sent(forms=(form,))
    value = root.find(".//h:entry/h:observationMedia/h:value", NS)

    case = etree.fromstring(base64.b64decode(value.text))

    assert dict(value.attrib) == {"representation": "B64", "mediaType": "text/xml"}
    assert ("\n" in value.text) == (form == "attachment-wrapped")
    told = {
        "p:patient/p:surname": issued.person.family,
        "p:patient/p:nationalNumber": issued.person.nhs_number,
        "p:patient/p:dateOfBirth": issued.person.birth_date.isoformat(),
        "p:caseDetails/p:caseRef": issued.report.case_id,
        "p:returnPhone/p:number": issued.person.callback,
        "p:outcome/p:code": issued.report.disposition_code,
        "p:pathwayDetails//p:finalDispCode": issued.report.disposition_code,
        "p:serviceDestination/p:code": issued.premises.ods,
    }
    assert {path: case.findtext(path, None, PATHWAYS) for path in told} == told


def test_an_attachment_is_made_by_a_device_of_the_template_that_it_names(sent):
    participant = sent(forms=("attachment",)).find(".//h:observationMedia/h:participant", NS)

    named = participant.find("l:contentId", NS).get("extension")
    assert named == participant.find("h:participantRole/h:templateId", NS).get("extension")
    assert values(participant, ".//h:softwareName", "displayName") == ["2.4"]


def test_plain_reports_have_no_attachment(sent):
    assert sent().find(".//h:observationMedia", NS) is None
