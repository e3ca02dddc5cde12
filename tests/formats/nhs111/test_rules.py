"""Each rule of NHS 111 messages fails on a message in which one thing is wrong, and on no other."""

import base64

import pytest
from lxml import etree, isoschematron

from cpcs_harness.formats.nhs111 import schemas as nhs111_schemas
from cpcs_harness.formats.nhs111.schemas import FOLDER, KINDS, problems, rules_of
from cpcs_harness.formats.xml import read_xml
from nhs111_edits import NS, OID, add, drop, edited, found, put, say, strip, twice

ENVELOPE = ".//itk:DistributionEnvelope"
HEADER = f"{ENVELOPE}/itk:header"
ITEM = f"{HEADER}/itk:manifest/itk:manifestitem"
PAYLOAD = f"{ENVELOPE}/itk:payloads/itk:payload"
ROLE = "DOC/h:recordTarget/h:patientRole"
ENCOUNTER = "DOC/h:componentOf/h:encompassingEncounter"
CLASSIFICATION = "DOC/h:component/h:structuredBody/h:component/h:section"
FIRST = f"{CLASSIFICATION}/h:component/h:section"
PARENT = "DOC/h:relatedDocument/h:parentDocument"
ANOTHER = "6F1C3C5A-0000-4000-8000-0000000000FF"
TEXT_UUID = "not-a-uuid"
SECURITY = "s:Header/wsse:Security"


def lower_case(root):
    found(root, "s:Header/a:MessageID").text = found(root, "s:Header/a:MessageID").text.lower()


def same_ids(root):
    found(root, HEADER).set("trackingid", found(root, "s:Header/a:MessageID").text)


def parents_id(root):
    found(root, PARENT + "/h:id").set("root", found(root, "DOC/h:id").get("root"))


def nest(levels, section="h:section"):
    """Put sections into the first one, each into the one before, named as the level asks for."""

    def nest(root):
        inside = found(root, FIRST)
        for level in range(2, levels + 2):
            add_section(inside, level)
            inside = inside.find("h:component/h:section", NS)

    def add_section(inside, level):
        template = f'root="{OID}.18.2" extension="COCD_TP146246GB01#'
        xml = (
            f'<h:component xmlns:h="{NS["h"]}"><h:templateId {template}component{level - 1}"/><h:section>'
            f'<h:templateId {template}section{level}"/><h:id root="{ANOTHER}"/><h:text>x</h:text>'
            "</h:section></h:component>"
        )
        inside.append(etree.fromstring(xml))

    return nest


RULES = {
    # transport.sch
    "ACTION": [drop("s:Header/a:Action")],
    "I1": [say("s:Header/a:Action", "urn:nhs-itk:services:201005:SendNHS111Report-v2-0_DMS")],
    "MESSAGE-ID": [twice("s:Header/a:MessageID")],
    "I5-MESSAGE": [say("s:Header/a:MessageID", "2F2C59E9-C5C9-4085-98CD")],
    "I5-CASE": [lower_case],
    "TO": [drop("s:Header/a:To")],
    "REPLY-TO": [add("s:Header", "<a:ReplyTo><a:Address>https://example.org/x</a:Address></a:ReplyTo>")],
    "FROM": [
        add(
            "s:Header",
            "<a:From><a:Address>urn:x</a:Address><x:ReferenceProperties xmlns:x='urn:x'/></a:From>",
        )
    ],
    "SECURITY-TIMESTAMP": [drop(f"{SECURITY}/wsu:Timestamp")],
    "SECURITY-USERNAME": [drop(f"{SECURITY}/wsse:UsernameToken")],
    "MUST-UNDERSTAND": [add("s:Header", "<x:Security xmlns:x='urn:x' s:mustUnderstand='1'>1</x:Security>")],
    "USERNAME": [say(f"{SECURITY}/wsse:UsernameToken/wsse:Username", " ")],
    "BODY": [drop(ENVELOPE), add("s:Body", "<itk:SimpleMessageResponse>OK</itk:SimpleMessageResponse>")],
    "SCHEMA-LOCATION": [put("DOC", "xsi:schemaLocation", "urn:hl7-org:v3 x.xsd")],
    # envelope.sch
    "I2": [put(f"{ENVELOPE}/itk:payloads", "count", "2")],
    "I3": [put(PAYLOAD, "id", f"uuid_{ANOTHER}")],
    "I4": [same_ids],
    "I5-TRACKING": [put(HEADER, "trackingid", TEXT_UUID)],
    "DOCUMENT": [drop(f"{PAYLOAD}/h:ClinicalDocument"), add(PAYLOAD, "<x:Other xmlns:x='urn:x'/>")],
    "AUDIT": [drop(f"{HEADER}/itk:auditIdentity")],
    "ADDRESSES": [drop(f"{HEADER}/itk:addresslist")],
    "SENDER": [put(f"{HEADER}/itk:senderAddress", "uri", "urn:nhs-uk:identity:ods:YZ902")],
    "INTERACTION": [drop(f"{HEADER}/itk:handlingSpecification")],
    "INTERACTION-UNKNOWN": [
        put(f"{HEADER}/itk:handlingSpecification/itk:spec", "value", "urn:nhs-itk:interaction:other")
    ],
    "ADDRESS": [put(f"{HEADER}/itk:addresslist/itk:address[2]", "uri", "FA102")],
    "ADDRESS-DOS": [put(f"{HEADER}/itk:addresslist/itk:address[1]", "uri", "FA102")],
    "AUDIT-ID": [put(f"{HEADER}/itk:auditIdentity/itk:id", "uri", "urn:nhs-uk:addressing:ods:YZ902")],
    "MIMETYPE": [put(ITEM, "mimetype", "application/json")],
    "PACKED": [put(ITEM, "encrypted", "true")],
    "I5-PAYLOAD": [put(PAYLOAD, "id", "uuid_1"), put(ITEM, "id", "uuid_1")],
    "BASE64-FLAG": [put(ITEM, "base64", "true")],
    # document.sch
    "I8": [put("DOC/h:typeId", "extension", "POCD_HD000041")],
    "I5-DOCUMENT": [put("DOC/h:id", "root", "2.16.840.1.113883.1.3")],
    "I5-SET": [put("DOC/h:setId", "root", "2.16.840"), put(f"{PARENT}/h:setId", "root", "2.16.840")],
    "MANDATORY": [put("DOC/h:confidentialityCode", "nullFlavor", "NI")],
    "CONFIDENTIALITY": [put("DOC/h:confidentialityCode", "code", "X")],
    "I9-PARENT": [drop("DOC/h:relatedDocument")],
    "RECIPIENT-PRIMARY": [put("DOC/h:informationRecipient", "typeCode", "TRC")],
    "I9-SET": [put(f"{PARENT}/h:setId", "root", ANOTHER)],
    "I9-LATER": [put(f"{PARENT}/h:versionNumber", "value", "2")],
    "I9-NEXT": [put("DOC/h:versionNumber", "value", "3")],
    "I9-ID": [parents_id],
    "CONTENT-ID": [drop("DOC/h:custodian/npfitlc:contentId")],
    "I6": [put("DOC/h:custodian/npfitlc:contentId", "extension", "COCD_TP145018UK03#Other")],
    "I17": [put(f"{ROLE}/h:telecom", "value", "01632960290")],
    "I17-FORM": [put(f"{ROLE}/h:telecom", "value", "tel:03001231144NP:01253955551")],
    # report.sch
    "SERVICE": [put(HEADER, "service", "urn:other"), say("s:Header/a:Action", "urn:other")],
    "PROFILE": [put(ITEM, "profileid", "urn:nhs-en:profile:nhs111CDADocument-v9-0")],
    "PROFILE-ID": [strip(ITEM, "profileid")],
    "I7": [put("DOC/npfitlc:messageType", "extension", "POCD_MT200001GB99")],
    "DOCUMENT-CODE": [put("DOC/h:code", "code", "000000000000000")],
    "CONFIDENTIALITY-SYSTEM": [put("DOC/h:confidentialityCode", "codeSystem", "2.16.840")],
    "ENCOUNTER": [drop("DOC/h:componentOf")],
    "CONSENT": [drop("DOC/h:authorization")],
    "PLACE-PATIENT": [put("DOC/h:recordTarget/npfitlc:contentId", "extension", "COCD_TP145018UK03#Other")],
    "PATIENT-ID": [put(f"{ROLE}/h:id", "root", "2.16.840")],
    "LOCAL-ID": [strip(f"{ROLE}/h:id[2]", "assigningAuthorityName")],
    "NHS-NUMBER": [put(f"{ROLE}/h:id", "extension", "9992900955")],
    "PATIENT-NAME": [say(f"{ROLE}/h:patient/h:name", " ")],
    "GENDER": [put(f"{ROLE}/h:patient/h:administrativeGenderCode", "code", "3")],
    "BIRTH-TIME": [put(f"{ROLE}/h:patient/h:birthTime", "value", "19451")],
    "PRACTICE": [put(f"{ROLE}/h:providerOrganization/h:id", "root", f"{OID}.19.2")],
    "AUTHOR": [drop("DOC/h:author/h:assignedAuthor/h:representedOrganization")],
    "CUSTODIAN": [say(f"DOC/h:custodian//{{{NS['h']}}}name", "")],
    "I11": [put(f"DOC/h:custodian//{{{NS['h']}}}id", "extension", "YZ903")],
    "RECIPIENT": [say(f"DOC/h:informationRecipient//{{{NS['h']}}}name", "")],
    "I10": [put(f"DOC/h:informationRecipient//{{{NS['h']}}}id", "extension", "FA999")],
    "PLACE-ENCOUNTER": [put("DOC/h:componentOf/npfitlc:contentId", "extension", "COCD_TP145018UK03#Other")],
    "CASE": [drop(f"{ENCOUNTER}/h:id[3]"), drop(f"{ENCOUNTER}/h:id[2]")],
    "ENCOUNTER-CODE": [put(f"{ENCOUNTER}/h:code", "code", "Encounter")],
    "DISPOSITION": [drop(f"{ENCOUNTER}/h:dischargeDispositionCode")],
    "DISPOSITION-SYSTEM": [put(f"{ENCOUNTER}/h:dischargeDispositionCode", "codeSystem", "2.16.840")],
    "DISPOSITION-TEXT": [strip(f"{ENCOUNTER}/h:dischargeDispositionCode", "displayName")],
    "LOW": [drop(f"{ENCOUNTER}/h:effectiveTime/h:low")],
    "I15": [put(f"{ENCOUNTER}/h:dischargeDispositionCode", "code", "Dx28")],
    "PLACE-LOCATION": [
        put(f"{ENCOUNTER}/h:location/npfitlc:contentId", "extension", "COCD_TP145018UK03#Other")
    ],
    "I13": [put(f"{ENCOUNTER}/h:effectiveTime/h:low", "value", "19400101120000+0100")],
    "I12-START": [put(f"{ENCOUNTER}/h:effectiveTime/h:low", "value", "20260701130000+01")],
    "I12": [put(f"{ENCOUNTER}/h:effectiveTime/h:high", "value", "20260701120000+01")],
    "I12-END": [put(f"{ENCOUNTER}/h:effectiveTime/h:high", "value", "20260701130000+01")],
    "SECTIONS": [drop(f"{CLASSIFICATION}/h:component")] * 6,
    "SECTION-CONTENT-ID": [drop(f"{CLASSIFICATION}/h:component/npfitlc:contentId")],
    "I16": [say(f"{FIRST}/h:text", " \n ")],
    "SECTION-DEPTH": [nest(6)],
    "SECTION-AUTHOR": [nest(1), lambda root: move_author(root)],
    "SECTION-TEMPLATE": [
        nest(1),
        put(f"{FIRST}/h:component/h:section/h:templateId", "extension", "COCD_TP146246GB01#Section2"),
    ],
    "TEMPLATE": [
        put("DOC/h:custodian/npfitlc:contentId", "extension", "COCD_TP145018UK99#AssignedCustodian"),
        put(f"DOC/h:custodian//{{{NS['h']}}}templateId", "extension", "COCD_TP145018UK99#AssignedCustodian"),
    ],
    # times, attachments, and what comes before the rules
    "TIMESTAMP": [say(f"{SECURITY}/wsu:Timestamp/wsu:Expires", "2026-07-01T12:00:00Z")],
    "ATTACHMENT": [say(f"{CLASSIFICATION}/h:entry/h:observationMedia/h:value", "no base64!")],
}


def move_author(root):
    """Let the nested section have an author: a copy of the document's."""
    author = etree.fromstring(etree.tostring(found(root, "DOC/h:author")))
    found(root, f"{FIRST}/h:component/h:section/h:text").addnext(author)


NULLIFICATION = {
    "SERVICE": RULES["SERVICE"],
    "NULLIFY-INTERACTION": [
        put(
            f"{HEADER}/itk:handlingSpecification/itk:spec",
            "value",
            "urn:nhs-itk:interaction:copyRecipientNHS111CDADocument-v2-0",
        )
    ],
    "NULLIFY-PROFILE": [strip(ITEM, "profileid")],
    "I7": [put("DOC/npfitlc:messageType", "extension", "POCD_MT200001GB02")],
    "NULLIFY-CODE": [put("DOC/h:code", "code", "819551000000100")],
    "NULLIFY-REASON": [drop(f"{CLASSIFICATION}/h:code")],
    "NULLIFY-PARENT": [drop("DOC/h:relatedDocument")],
}
FOLLOWS = {
    "AUDIT-ID": {"I11"},
    "AUTHOR": {"I11"},
    "BASE64-FLAG": {"PACKED"},
    "I9-LATER": {"I9-NEXT"},
    "I12-START": {"I12"},
    "NULLIFY-PARENT": {"I9-PARENT"},
    "PLACE-ENCOUNTER": {"I6"},
    "PLACE-LOCATION": {"I6"},
    "PLACE-PATIENT": {"I6"},
    "PROFILE-ID": {"PROFILE"},
    "SECTIONS": {"I15"},
}
"""What else a mutation breaks, apart from the schema and from what the attachment says."""


@pytest.fixture(scope="module")
def report(write, sound):
    return write(sound)


@pytest.fixture(scope="module")
def nullification(write, withdrawing):
    return write(withdrawing)


def rules(body, kind):
    return {one.rule for one in problems(read_xml(body), kind)}


def test_nothing_is_wrong_with_the_sound_messages(report, nullification):
    assert problems(read_xml(report), "report") == []
    assert problems(read_xml(nullification), "nullification") == []


def test_every_rule_is_tried():
    report = {rule for rule, _, _ in rules_of("report")}
    nullification = {rule for rule, _, _ in rules_of("nullification")}

    assert report - RULES.keys() == set()
    assert nullification - RULES.keys() - NULLIFICATION.keys() == set()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_fails_on_a_report_in_which_one_thing_is_wrong(rule, report):
    broken = rules(edited(report, *RULES[rule]), "report")

    assert {one for one in broken if one != "XSD" and not one.startswith("I14-")} == {rule} | FOLLOWS.get(
        rule, set()
    )


@pytest.mark.parametrize("rule", NULLIFICATION)
def test_a_rule_fails_on_a_nullification_in_which_one_thing_is_wrong(rule, nullification):
    broken = rules(edited(nullification, *NULLIFICATION[rule]), "nullification")

    assert broken == {rule} | FOLLOWS.get(rule, set())


@pytest.mark.parametrize(
    ("rule", "edit"),
    [
        ("I14-DISPOSITION", put(f"{ENCOUNTER}/h:dischargeDispositionCode", "code", "Dx28")),
        ("I14-NUMBER", put(f"{ROLE}/h:id", "extension", "9990000018")),
        ("I14-BIRTH", put(f"{ROLE}/h:patient/h:birthTime", "value", "19450125")),
        ("I14-GENDER", put(f"{ROLE}/h:patient/h:administrativeGenderCode", "code", "1")),
        (
            "I14-SERVICE",
            put(f"{HEADER}/itk:addresslist/itk:address[2]", "uri", "urn:nhs-uk:addressing:ods:FA999"),
        ),
    ],
)
def test_an_attachment_that_says_something_else_than_the_report_is_a_warning(rule, edit, report):
    found = problems(read_xml(edited(report, edit)), "report")

    assert [one.level for one in found if one.rule == rule] == ["warning"]


@pytest.mark.parametrize(
    "attached",
    [b"<a><b></a>", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", b""],
    ids=["ill-formed", "doctype", "empty"],
)
def test_an_attachment_that_cannot_be_read_is_an_error(attached, report):
    value = f"{CLASSIFICATION}/h:entry/h:observationMedia/h:value"
    body = edited(report, say(value, base64.b64encode(attached).decode()))

    assert "ATTACHMENT" in rules(body, "report")


def test_an_attachment_may_have_line_breaks(report):
    value = f"{CLASSIFICATION}/h:entry/h:observationMedia/h:value"

    def wrap(root):
        node = found(root, value)
        node.text = "\n".join(node.text[start : start + 76] for start in range(0, len(node.text), 76))

    assert rules(edited(report, wrap), "report") == set()


def test_a_nested_section_named_by_its_level_is_as_it_should_be(report):
    assert rules(edited(report, nest(5)), "report") == set()


def test_what_is_only_information_is_never_an_error():
    levels = {rule: level for kind in KINDS for rule, level, _ in rules_of(kind)}

    informative = [rule for rule in levels if rule.split("-")[0] in ("I4", "I10", "I11", "I12", "I15")]
    assert len(informative) == 7
    assert {levels[rule] for rule in informative} == {"warning"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_rule_has_an_id_of_its_own_and_tells_its_source(kind):
    told = rules_of(kind)

    assert len({rule for rule, _, _ in told}) == len(told) > 10
    assert all("sheet" in source for _, _, source in told)


def test_findings_tell_where_and_what_came(report):
    body = edited(report, put("DOC/npfitlc:messageType", "extension", "POCD_MT200001GB99"))

    (one,) = problems(read_xml(body), "report")
    assert (one.level, one.rule) == ("error", "I7")
    assert one.where.endswith("/payloads/payload/ClinicalDocument/messageType")
    assert '"POCD_MT200001GB99"' in one.text


def test_ids_that_differ_are_told(report):
    other = "uuid_00000000-0000-4000-8000-00000000000A"
    root = read_xml(edited(report, put(".//itk:manifestitem", "id", other)))
    held = root.find(".//{urn:nhs-itk:ns:201005}payload").get("id")

    (one,) = [found for found in problems(root, "report") if found.rule == "I3"]

    assert (other in one.text, held in one.text) == (True, True)
    assert one.where.endswith("/header/manifest/manifestitem")


def test_all_ids_that_differ_are_told(report):
    named = [f"uuid_00000000-0000-4000-8000-0000000000{number:02X}" for number in range(3)]
    root = read_xml(edited(report, *[twice(ITEM)] * 2, *[twice(PAYLOAD)]))
    for item, name in zip(root.iter("{urn:nhs-itk:ns:201005}manifestitem"), named, strict=True):
        item.set("id", name)
    held = [payload.get("id") for payload in root.iter("{urn:nhs-itk:ns:201005}payload")]

    (one,) = [found for found in problems(root, "report") if found.rule == "I3"]

    assert ", ".join(f'"{name}"' for name in named) in one.text
    assert ", ".join(f'"{name}"' for name in held) in one.text


def test_of_very_many_ids_that_differ_the_first_are_told_with_their_number(report):
    root = read_xml(edited(report, *[twice(ITEM)] * 29))
    for number, item in enumerate(root.iter("{urn:nhs-itk:ns:201005}manifestitem")):
        item.set("id", f"uuid_00000000-0000-4000-8000-0000000000{number:02X}")

    (one,) = [found for found in problems(root, "report") if found.rule == "I3"]

    assert '0000000013", "… and 10 more"' in one.text


def test_lxmls_schematron_finds_the_same(report):
    """The differential oracle: ISO Schematron's own transformation, on every mutation."""
    files = [
        isoschematron.Schematron(etree.parse(FOLDER / f"{name}.sch"), store_report=True)
        for name in KINDS["report"]
    ]
    for rule, edits in RULES.items():
        root = read_xml(edited(report, *edits))
        theirs = sorted(one for file in files for one in failed(file, root))
        ours = sorted(one.rule for one in nhs111_schemas._rules("report").findings(root))

        assert ours == theirs, rule


def failed(schematron, root):
    schematron.validate(root)
    found = schematron.validation_report.iter("{http://purl.oclc.org/dsdl/svrl}failed-assert")
    return [one.get("id") for one in found]


@pytest.mark.parametrize(
    ("created", "expires", "is_wrong"),
    [
        ("2026-07-01T12:00:00Z", "2026-07-01T12:30:00+01:00", True),
        ("2026-07-01T13:00:00+01:00", "2026-07-01T12:05:00Z", False),
        ("2026-07-01T12:00:00-01:00", "2026-07-01T12:05:00-01:00", False),
        ("2026-07-01T12:00:00-01:00", "2026-07-01T12:00:00-01:00", True),
        ("2026-07-01T00:10:00+01:00", "2026-06-30T23:15:00Z", False),
    ],
)
def test_times_are_compared_by_what_they_mean(created, expires, is_wrong, report):
    times = f"{SECURITY}/wsu:Timestamp"
    body = edited(report, say(f"{times}/wsu:Created", created), say(f"{times}/wsu:Expires", expires))

    assert ("TIMESTAMP" in rules(body, "report")) is is_wrong
