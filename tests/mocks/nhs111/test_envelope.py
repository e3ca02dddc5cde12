"""The distribution envelope: to whom, of what kind, and what is in it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from cpcs_harness._content.mocks.nhs111.sender import message
from cpcs_harness.people.model import Parent

NS = {"itk": "urn:nhs-itk:ns:201005", "h": "urn:hl7-org:v3", "a": "http://www.w3.org/2005/08/addressing"}
ITK = "urn:nhs-itk:ns:201005"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
DOS = "2.16.840.1.113883.2.1.3.2.4.18.44"
INTERACTION = "urn:nhs-itk:interaction:"
PROFILE = "urn:nhs-en:profile:nhs111CDADocument-v2-0"


@pytest.fixture
def sent(issued):
    """Gives the message for the journey's report with changes, read back."""

    def sent(**changes):
        report = replace(issued.report, **({"habits": "ic24"} | changes))
        return etree.fromstring(
            message(report, "https://pharmacy.example/itk", datetime(2026, 7, 1, tzinfo=UTC))
        )

    return sent


def addresses(root):
    return [(one.get("type"), one.get("uri")) for one in root.findall(".//itk:addresslist/itk:address", NS)]


@pytest.mark.parametrize(
    ("addressing", "kinds"),
    [
        ("ods+dos", [None, DOS]),
        ("dos+ods", [DOS, None]),
        ("ods", [None]),
        ("dos", [DOS]),
    ],
)
def test_it_is_addressed_by_what_was_asked_for(sent, issued, addressing, kinds):
    known = {None: f"urn:nhs-uk:addressing:ods:{issued.premises.ods}", DOS: issued.premises.dos_service_id}

    assert addresses(sent(addressing=addressing)) == [(kind, known[kind]) for kind in kinds]


@pytest.mark.parametrize("habits", ["cleric", "strict"])
def test_some_systems_name_the_service_first(sent, habits):
    assert [kind for kind, _ in addresses(sent(habits=habits))] == [DOS, None]


def test_it_may_be_addressed_to_nobody(sent):
    assert sent(addressing="none").find(".//itk:addresslist", NS) is None


def test_a_suffix_follows_our_code_and_no_other(sent, issued, world):
    other = next(one for one in world.environment.premises if one.ods != issued.premises.ods)

    uris = [uri for _, uri in addresses(sent(also_to=(other,), ods_suffix="RPX02"))]

    ods = "urn:nhs-uk:addressing:ods:"
    expected = [
        f"{ods}{other.ods}",
        other.dos_service_id,
        f"{ods}{issued.premises.ods}RPX02",
        issued.premises.dos_service_id,
    ]
    assert uris == expected


def test_the_default_type_may_be_given(sent):
    kinds = [kind for kind, _ in addresses(sent(forms=("ods-typed",)))]

    assert kinds == ["2.16.840.1.113883.2.1.3.2.4.18.22", DOS]


def test_ways_of_packing_may_be_named_and_not_used(sent):
    (item,) = sent(forms=("flags-false",)).findall(".//itk:manifestitem", NS)

    assert {
        name: item.get(name) for name in ("metadata", "compressed", "base64", "encrypted")
    } == dict.fromkeys(("metadata", "compressed", "base64", "encrypted"), "false")


def test_a_payload_may_have_the_media_type_of_cda(sent):
    (item,) = sent(forms=("cda-media-type",)).findall(".//itk:manifestitem", NS)

    assert item.get("mimetype") == "application/cda+xml"


def test_a_user_may_be_audited_by_an_id_behind_the_code(sent, issued):
    (one,) = sent(forms=("audit-user",)).findall(".//itk:auditIdentity/itk:id", NS)

    assert one.get("uri").startswith(f"urn:nhs-uk:identity:ods:{issued.report.sender_ods}:")


@pytest.mark.parametrize("path", [".//itk:header", ".//itk:manifest", ".//itk:payload"])
def test_comments_stand_between_the_parts(sent, path):
    first = sent(forms=("comments",)).find(path, NS)[0]

    assert first.tag is etree.Comment


def test_a_header_of_others_need_not_be_understood(sent):
    header = sent(forms=("header-of-others",)).find(f"{{{SOAP}}}Header")

    flags = {one.get(f"{{{SOAP}}}mustUnderstand") for one in header if "example" in one.tag}
    assert flags == {"0"}


def test_a_document_may_name_a_recipient_that_its_envelope_does_not(sent, issued):
    root = sent(forms=("other-recipient",), addressing="ods")

    named = root.findall(".//h:informationRecipient//h:receivedOrganization/h:id", NS)
    assert [one.get("extension") for one in named] == ["FZ998", issued.premises.ods]
    assert [uri.rpartition(":")[2] for _, uri in addresses(root)] == [issued.premises.ods]


@pytest.mark.parametrize(
    ("interaction", "urn"),
    [
        ("primary", "primaryOutofHourRecipientNHS111CDADocument-v2-0"),
        ("copy", "copyRecipientNHS111CDADocument-v2-0"),
        ("nullify", "nullifyNHS111CDADocument-v1-0"),
        ("repeat-caller", "primaryNHS111RepeatCallerDocumentSet-v1-0"),
    ],
)
def test_the_interaction_says_of_what_kind_it_is(sent, interaction, urn):
    spec = sent(interaction=interaction).findall(".//itk:spec", NS)

    assert [(one.get("key"), one.get("value")) for one in spec] == [
        (f"{ITK}:interaction", f"{INTERACTION}{urn}")
    ]


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("ack-requested", ["interaction", "ackrequested", "infackrequested"]),
        ("ack-requested-first", ["ackrequested", "infackrequested", "interaction"]),
    ],
)
def test_acknowledgements_may_be_asked_for_before_or_after(sent, form, keys):
    specs = sent(forms=(form,)).findall(".//itk:spec", NS)

    assert [one.get("key") for one in specs] == [f"{ITK}:{key}" for key in keys]
    assert {one.get("value") for one in specs if "ack" in one.get("key")} == {"true"}


def test_action_and_service_may_both_have_a_suffix(sent):
    root = sent(forms=("service-dms",))

    service = root.find(".//itk:header", NS).get("service")
    assert service.endswith("SendNHS111Report-v2-0_DMS")
    assert root.findtext(".//a:Action", None, NS) == service


def test_it_may_not_say_from_whom(sent):
    assert sent().find(".//itk:senderAddress", NS) is not None
    assert sent(forms=("no-sender-address",)).find(".//itk:senderAddress", NS) is None


def items(root):
    """Manifest and payloads, held against each other."""
    listed = root.findall(".//itk:manifestitem", NS)
    payloads = root.findall(".//itk:payload", NS)
    counts = {root.find(path, NS).get("count") for path in (".//itk:manifest", ".//itk:payloads")}
    assert counts == {str(len(listed))} == {str(len(payloads))}
    assert [one.get("id") for one in listed] == [one.get("id") for one in payloads]
    assert len({one.get("id") for one in listed}) == len(listed)
    return [(one.get("profileid"), payload[0]) for one, payload in zip(listed, payloads, strict=True)]


def test_a_later_profile_may_be_named(sent):
    ((profile, _),) = items(sent(forms=("iuc-profile",)))

    assert profile == "urn:nhs-en:profile:nhs111CDADocument-v3-1"


def test_a_second_payload_may_be_of_another_profile(sent):
    (first, document), (second, other) = items(sent(forms=("copies",)))

    assert (first, etree.QName(document).localname) == (PROFILE, "ClinicalDocument")
    assert second != PROFILE
    assert etree.QName(other).localname == "Leaflet"


def test_a_set_of_documents_is_in_the_order_given(sent, issued):
    earlier = tuple(
        replace(issued.report, document_id=f"{name * 8}-0000-4000-8000-000000000000") for name in "AB"
    )

    found = items(sent(interaction="repeat-caller", earlier=earlier))

    ids = [document.find("h:id", NS).get("root") for _, document in found]
    assert ids == [issued.report.document_id, *(one.document_id for one in earlier)]
    assert {profile for profile, _ in found} == {PROFILE}


def test_a_nullification_names_the_set_that_it_withdraws(sent, issued):
    parent = Parent(issued.report.document_id, issued.report.set_id, 1)

    ((profile, document),) = items(sent(interaction="nullify", document_id="C" * 8, version=2, parent=parent))

    kind = document.find("{NPFIT:HL7:Localisation}messageType").get("extension")
    assert (profile, kind) == ("urn:nhs-en:profile:nullificationDocument-v5-0", "POCD_MT130001UK05")
    assert document.find("h:code", NS).get("code") == "285091000000108"
    assert document.find("h:setId", NS).get("root") == issued.report.set_id
    assert document.find("h:versionNumber", NS).get("value") == "2"
    withdrawn = document.find("h:relatedDocument/h:parentDocument/h:id", NS)
    assert withdrawn.get("root") == issued.report.document_id
    assert document.find(".//h:dischargeDispositionCode", NS) is None


@pytest.mark.parametrize(
    ("habits", "must"),
    [("field", "1"), ("ic24", "1"), ("strict", None), ("tpp", None), ("cleric", None), ("online", None)],
)
def test_two_systems_insist_that_the_action_is_understood(sent, habits, must):
    assert sent(habits=habits).find(".//a:Action", NS).get(f"{{{SOAP}}}mustUnderstand") == must
