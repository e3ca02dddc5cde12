"""Each damage does what its name says, and nothing besides: read back by lxml, or as bytes where that refuses."""

import base64
import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from cpcs_harness._content.mocks.nhs111.sender import DAMAGES, message

NS = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "a": "http://www.w3.org/2005/08/addressing",
    "itk": "urn:nhs-itk:ns:201005",
    "h": "urn:hl7-org:v3",
    "l": "NPFIT:HL7:Localisation",
    "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "wsu": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
}
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
CANARY = "http://canary.example:8099"
DOS = "2.16.840.1.113883.2.1.3.2.4.18.44"
HABITS = ("field", "strict", "tpp", "cleric", "ic24", "online")
MOST = 1_000_000
"""Bytes that a damaged message may have."""


@pytest.fixture(params=HABITS)
def report(request, issued):
    return replace(issued.report, habits=request.param)


@pytest.fixture
def damaged(report):
    """Gives the damaged message as bytes."""
    return lambda damage: message(report, "https://pharmacy.example/itk", NOW, damage, CANARY)


@pytest.fixture
def read(damaged):
    """Gives the damaged message, read without entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return lambda damage: etree.fromstring(damaged(damage), parser)


def counts(root):
    """What the manifest says, what it lists, what the payloads say, and what they are."""
    return (
        root.find(".//itk:manifest", NS).get("count"),
        [one.get("id") for one in root.findall(".//itk:manifestitem", NS)],
        root.find(".//itk:payloads", NS).get("count"),
        [one.get("id") for one in root.findall(".//itk:payload", NS)],
    )


def test_every_damage_is_done_to_every_habit(damaged):
    whole = damaged("")

    for name in DAMAGES:
        written = damaged(name)
        assert len(written) < MOST, name
        assert name in ("get", "put") or written != whole, name


def test_a_whole_message_follows_the_rules_that_are_broken(read, report):
    root = read("")

    listed, held = counts(root)[1], counts(root)[3]
    assert (counts(root)[0], counts(root)[2], listed) == ("1", "1", held)
    assert root.findtext("s:Header/a:Action", None, NS) == root.find(".//itk:header", NS).get("service")


@pytest.mark.parametrize("damage", ["not-xml", "truncated", "empty", "invalid-utf-8", "json", "text-plain"])
def test_what_is_no_xml_is_refused_by_a_parser(damaged, damage):
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(damaged(damage))


def test_json_is_json(damaged):
    assert json.loads(damaged("json"))


def test_bytes_that_are_no_utf_8(damaged):
    with pytest.raises(UnicodeDecodeError):
        damaged("invalid-utf-8").decode("utf-8")


@pytest.mark.parametrize(("damage", "encoding"), [("utf-16", "UTF-16"), ("latin-1", "ISO-8859-1")])
def test_another_encoding_is_declared_and_used(damaged, report, damage, encoding):
    tree = etree.ElementTree(etree.fromstring(damaged(damage)))

    family = tree.findtext(".//h:patient/h:name/h:family", None, NS)
    assert tree.docinfo.encoding == encoding
    assert family.startswith(report.person.family)
    if damage == "latin-1":
        with pytest.raises(UnicodeDecodeError):
            damaged(damage).decode("utf-8")


def test_soap_of_another_version(read):
    root = read("soap-1.2")

    assert root.tag == "{http://www.w3.org/2003/05/soap-envelope}Envelope"
    assert root.find("{http://www.w3.org/2003/05/soap-envelope}Body") is not None


def test_another_root(read):
    assert read("wrong-root").tag == f"{{{NS['s']}}}Parcel"


def test_a_foreign_header_that_must_be_understood(read):
    must = f"{{{NS['s']}}}mustUnderstand"

    foreign = [one for one in read("must-understand").find("s:Header", NS) if one.get(must) == "1"][-1]

    assert etree.QName(foreign).namespace not in NS.values()


def test_a_foreign_header_of_a_known_name_that_must_be_understood(read):
    header = read("must-understand-security").find("s:Header", NS)

    flagged = [block for block in header if block.get(f"{{{NS['s']}}}mustUnderstand") == "1"]
    assert "{urn:example:other}Security" in [block.tag for block in flagged]


def test_a_time_that_only_looks_later(read):
    root = read("timestamp-backwards-by-offset")

    created, expires = (root.findtext(f".//wsu:{name}", namespaces=NS) for name in ("Created", "Expires"))
    assert created < expires
    assert datetime.fromisoformat(created) > datetime.fromisoformat(expires)


@pytest.mark.parametrize(
    ("damage", "path"),
    [
        ("no-action", "s:Header/a:Action"),
        ("no-message-id", "s:Header/a:MessageID"),
        ("no-patient", ".//h:recordTarget"),
        ("no-disposition", ".//h:dischargeDispositionCode"),
        ("no-body", ".//h:structuredBody"),
        ("not-a-document", ".//h:ClinicalDocument"),
        ("no-document-id", ".//h:ClinicalDocument/h:id"),
        ("last-without-id", ".//h:ClinicalDocument/h:id"),
    ],
)
def test_what_is_left_out_was_there(read, damage, path):
    assert read("").find(path, NS) is not None
    assert read(damage).find(path, NS) is None


@pytest.mark.parametrize(
    ("damage", "path", "name"),
    [
        ("no-tracking-id", ".//itk:header", "trackingid"),
        ("no-payload-id", ".//itk:payload", "id"),
        ("no-profile", ".//itk:manifestitem", "profileid"),
        ("disposition-null", ".//h:dischargeDispositionCode", "code"),
        ("document-id-null", ".//h:ClinicalDocument/h:id", "root"),
        ("last-id-null", ".//h:ClinicalDocument/h:id", "root"),
    ],
)
def test_an_attribute_that_is_left_out_was_there(read, damage, path, name):
    assert read("").find(path, NS).get(name)
    assert read(damage).find(path, NS).get(name) is None


def test_action_and_service(read):
    def both(damage):
        root = read(damage)
        return root.findtext("s:Header/a:Action", None, NS), root.find(".//itk:header", NS).get("service")

    whole, differing, unknown = both(""), both("action-differs"), both("unknown-service")
    assert differing[0] != whole[0]
    assert differing[1] == whole[1]
    assert unknown[0] == unknown[1] != whole[0]


def test_a_tracking_id_in_lower_case(read, report):
    assert read("lower-case-tracking-id").find(".//itk:header", NS).get("trackingid") == (
        report.tracking_id.lower()
    )


def test_another_destination(read):
    to = read("to-elsewhere").findall("s:Header/a:To", NS)

    assert len(to) == 1
    assert ".invalid/" in to[0].text


def test_an_answer_is_wanted_elsewhere(read):
    reply = read("reply-to-elsewhere").findall("s:Header/a:ReplyTo/a:Address", NS)

    assert len(reply) == 1
    assert ".invalid/" in reply[0].text


def times(root):
    security = root.findall("s:Header/wsse:Security", NS)
    assert len(security) == 1
    return [
        datetime.fromisoformat(security[0].findtext(f".//wsu:{name}", None, NS))
        for name in ("Created", "Expires")
    ]


def test_dates_that_are_wrong(read):
    backwards, expired, future = (
        times(read(f"timestamp-{name}")) for name in ("backwards", "expired", "future")
    )

    assert backwards[0] > backwards[1]
    assert expired[0] < expired[1] < NOW
    assert NOW < future[0] < future[1]
    with pytest.raises(ValueError, match="Invalid isoformat"):
        times(read("timestamp-unparsable"))


def test_a_token_with_no_name(read):
    names = read("no-username").findall(".//wsse:UsernameToken/wsse:Username", NS)

    assert [one.text for one in names] == [None]


def test_counts_and_ids_that_do_not_agree(read, report):
    name = f"uuid_{report.document_id}"

    assert counts(read("manifest-count")) == ("2", [name], "1", [name])
    assert counts(read("payload-count")) == ("1", [name], "2", [name])
    assert counts(read("payload-id-twice")) == ("2", [name] * 2, "2", [name] * 2)
    assert counts(read("no-payload-id")) == ("1", [name], "1", [None])
    unknown = counts(read("payload-id-unknown"))
    assert unknown[:3] == ("1", [name], "1")
    assert unknown[3] != [name]


def test_profiles_that_nobody_knows(read):
    profiles = {
        name: read(f"{name}-profile").find(".//itk:manifestitem", NS).get("profileid")
        for name in ("unknown", "hostile")
    }

    assert profiles["unknown"].endswith("nhs111CDADocument-v9-0")
    assert set("<&\"'") <= set(profiles["hostile"])


def test_an_audit_identity_of_no_organisation(read):
    assert (
        not read("audit-identity-wrong").find(".//itk:auditIdentity/itk:id", NS).get("uri").startswith("urn:")
    )


@pytest.mark.parametrize(
    ("damage", "ods_is_ours", "dos_is_ours"),
    [("unknown-recipient", False, False), ("unknown-dos", True, False), ("unknown-ods", False, True)],
)
def test_recipients_that_are_not_ours(read, report, world, damage, ods_is_ours, dos_is_ours):
    root = read(damage)

    addresses = {one.get("type"): one.get("uri") for one in root.findall(".//itk:address", NS)}
    ours = f"urn:nhs-uk:addressing:ods:{report.premises.ods}"
    assert (addresses[None] == ours) == ods_is_ours
    assert (addresses[DOS] == report.premises.dos_service_id) == dos_is_ours
    received = root.find(".//h:receivedOrganization/h:id", NS).get("extension")
    assert (received == report.premises.ods) == ods_is_ours
    known = {one.ods for one in world.environment.premises}
    assert ods_is_ours or (received not in known and addresses[None].rpartition(":")[2] not in known)
    assert dos_is_ours or addresses[DOS] not in {one.dos_service_id for one in world.environment.premises}


def test_parts_out_of_order_and_parts_too_many(read):
    def parts(damage):
        return [etree.QName(one).localname for one in read(damage).find(".//itk:header", NS)]

    whole, turned, more = parts(""), parts("header-out-of-order"), parts("unknown-element")
    assert sorted(turned) == sorted(whole)
    assert turned != whole
    assert more[:-1] == whole


def test_two_patients(read, report):
    families = [
        one.text for one in read("two-patients").findall(".//h:recordTarget//h:patient//h:family", NS)
    ]

    assert families[0] == report.person.family
    assert len(set(families)) == 2


def test_a_template_and_a_type_of_message_that_nobody_knows(read):
    template = read("unknown-template").find(".//h:recordTarget/l:contentId", NS).get("extension")
    kind = read("unknown-message-type").find(".//l:messageType", NS).get("extension")

    assert template == "COCD_TP145201GB09#PatientRole"
    assert kind == "POCD_MT200001GB99"


def packed(root):
    """The flags of the manifest's item, and what the payload holds."""
    flags = {
        name
        for name in ("base64", "compressed", "encrypted")
        if root.find(".//itk:manifestitem", NS).get(name) == "true"
    }
    return flags, root.find(".//itk:payload", NS)


@pytest.mark.parametrize(
    ("damage", "flags", "unpack"),
    [
        ("base64-payload", {"base64"}, bytes),
        ("compressed-payload", {"base64", "compressed"}, gzip.decompress),
    ],
)
def test_a_packed_payload_holds_the_document(read, report, damage, flags, unpack):
    said, payload = packed(read(damage))

    document = etree.fromstring(unpack(base64.b64decode(payload.text, validate=True)))
    assert said == flags
    assert len(payload) == 0
    assert document.tag == "{urn:hl7-org:v3}ClinicalDocument"
    assert document.find("h:id", NS).get("root") == report.document_id


@pytest.mark.parametrize(
    ("damage", "flag"), [("encrypted-payload", "encrypted"), ("base64-flag-only", "base64")]
)
def test_a_flag_may_not_be_true(read, damage, flag):
    said, payload = packed(read(damage))

    assert said == {flag}
    assert payload[0].tag == "{urn:hl7-org:v3}ClinicalDocument"


@pytest.mark.parametrize(
    ("damage", "target"),
    [
        ("xxe-file", "file:///etc/passwd"),
        ("xxe-http", f"{CANARY}/{{document}}/xxe-http"),
        ("parameter-entity", f"{CANARY}/{{document}}/parameter-entity"),
        ("external-dtd", f"{CANARY}/{{document}}/external-dtd"),
    ],
)
def test_what_is_outside_is_named_in_the_document_type(damaged, read, report, damage, target):
    declared = damaged(damage).partition(b"<!DOCTYPE")[2].partition(b"Envelope")[0].decode()

    assert f'SYSTEM "{target.format(document=report.document_id)}"' in declared
    assert read(damage).find("s:Body", NS) is not None  # well-formed, for whoever fetches nothing


@pytest.mark.parametrize("damage", ["xxe-file", "xxe-http"])
def test_what_is_outside_would_be_in_the_text(read, damage):
    text = next(read(damage).iterfind(".//h:structuredBody//h:text", NS))

    assert [one.name for one in text.iter(etree.Entity)] == ["e"]


def test_one_inclusion_a_message_would_be_in_the_text(read, report):
    due = {
        "xinclude-file": "file:///etc/passwd",
        "xinclude-http": f"{CANARY}/{report.document_id}/xinclude-http",
    }
    for damage, address in due.items():
        included = read(damage).findall(".//h:text/{http://www.w3.org/2001/XInclude}include", NS)

        assert [one.get("href") for one in included] == [address]


@pytest.mark.parametrize("damage", ["billion-laughs", "quadratic"])
def test_entities_that_swell_stop_a_careful_parser(damaged, damage):
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(damaged(damage), etree.XMLParser(resolve_entities=True))


def test_depth_stops_a_careful_parser_and_is_well_formed(damaged):
    written = damaged("deep-nesting")

    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(written)
    assert written.count(b"<content>") >= 50_000
    assert written.count(b"<content>deep</content>") == 1


def test_attributes_without_number(read):
    text = next(read("many-attributes").iterfind(".//h:structuredBody//h:text", NS))

    assert len(text.attrib) == 20_001
