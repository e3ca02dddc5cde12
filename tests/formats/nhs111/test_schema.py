"""The project's own XML Schema of NHS 111 messages: order, numbers, attributes and forms of values."""

import pytest

from cpcs_harness.formats.nhs111.schemas import problems
from cpcs_harness.formats.xml import read_xml
from nhs111_edits import OID, add, drop, edited, move_first, put, say, strip, twice

HEADER = ".//itk:DistributionEnvelope/itk:header"
ROLE = "DOC/h:recordTarget/h:patientRole"
ENCOUNTER = "DOC/h:componentOf/h:encompassingEncounter"
CLASSIFICATION = "DOC/h:component/h:structuredBody/h:component/h:section"
TEXT = f"{CLASSIFICATION}/h:component/h:section/h:text"
TIMESTAMP = "s:Header/wsse:Security/wsu:Timestamp"

WRONG = {
    "soap: body of two": [add("s:Body", "<x:x xmlns:x='urn:x'/>")],
    "soap: mustUnderstand of yes": [put("s:Header/a:Action", "s:mustUnderstand", "yes")],
    "addressing: empty action": [say("s:Header/a:Action", "")],
    "addressing: ReplyTo without address": [add("s:Header", "<a:ReplyTo/>")],
    "security: expires first": [move_first(f"{TIMESTAMP}/wsu:Expires")],
    "security: no offset": [say(f"{TIMESTAMP}/wsu:Created", "2026-07-01T12:00:00")],
    "security: no moment": [say(f"{TIMESTAMP}/wsu:Created", "yesterday")],
    "envelope: manifest first": [move_first(f"{HEADER}/itk:manifest")],
    "envelope: sender before manifest": [move_first(f"{HEADER}/itk:senderAddress")],
    "envelope: no manifest": [drop(f"{HEADER}/itk:manifest")],
    "envelope: unknown element": [add(HEADER, "<itk:extra/>")],
    "envelope: unknown attribute": [put(HEADER, "extra", "x")],
    "envelope: no service": [strip(HEADER, "service")],
    "envelope: tracking id in lower case": [
        put(HEADER, "trackingid", "0a801826-0354-4ad9-b934-62b3fa6fc75a")
    ],
    "envelope: no address in the list": [drop(f"{HEADER}/itk:addresslist/itk:address")] * 2,
    "envelope: five identities": [twice(f"{HEADER}/itk:auditIdentity/itk:id")] * 4,
    "envelope: no mimetype": [strip(f"{HEADER}/itk:manifest/itk:manifestitem", "mimetype")],
    "envelope: base64 of maybe": [put(f"{HEADER}/itk:manifest/itk:manifestitem", "base64", "maybe")],
    "envelope: two elements in a payload": [twice(".//itk:payload/h:ClinicalDocument")],
    "envelope: payload twice": [twice(".//itk:payload")],
    "document: no mood": [strip("DOC", "moodCode")],
    "document: no title": [drop("DOC/h:title")],
    "document: id before typeId": [move_first("DOC/h:id")],
    "document: two patients": [twice("DOC/h:recordTarget")],
    "document: no author": [drop("DOC/h:author")],
    "document: no custodian": [drop("DOC/h:custodian")],
    "document: no recipient": [drop("DOC/h:informationRecipient")],
    "document: two replaced": [twice("DOC/h:relatedDocument")],
    "document: appended": [put("DOC/h:relatedDocument", "typeCode", "APND")],
    "document: recipient of an unknown sort": [put("DOC/h:informationRecipient", "typeCode", "CC")],
    "document: message type of another root": [put("DOC/npfitlc:messageType", "root", "2.16.840")],
    "document: contentId of another root": [put("DOC/h:author/npfitlc:contentId", "root", "2.16.840")],
    "document: templateId of another root": [put(f"{ROLE}/h:templateId", "root", "2.16.840")],
    "document: version 0": [put("DOC/h:versionNumber", "value", "0")],
    "document: version 1.1": [put("DOC/h:versionNumber", "value", "1.1")],
    "document: id that is none": [put("DOC/h:id", "root", "12-34")],
    "document: time with Z": [put("DOC/h:effectiveTime", "value", "20260701125400Z")],
    "document: time with a colon": [put("DOC/h:effectiveTime", "value", "20260701125400+01:00")],
    "document: month 13": [put("DOC/h:effectiveTime", "value", "20261301125400+01")],
    "document: hour 25": [put("DOC/h:effectiveTime", "value", "20260701255400+01")],
    "document: minute 60": [put("DOC/h:effectiveTime", "value", "20260701126000+01")],
    "patient: born on a 31 February": [put(f"{ROLE}/h:patient/h:birthTime", "value", "19800231")],
    "patient: born on a 29 February of no leap year": [
        put(f"{ROLE}/h:patient/h:birthTime", "value", "19810229")
    ],
    "document: time to the hour with minutes cut off, and a fraction": [
        put("DOC/h:effectiveTime", "value", "2026070112.5")
    ],
    "patient: no id": [drop(f"{ROLE}/h:id")] * 2,
    "patient: five addresses": [twice(f"{ROLE}/h:addr")] * 4,
    "patient: no birth time": [drop(f"{ROLE}/h:patient/h:birthTime")],
    "patient: birth date with hyphens": [put(f"{ROLE}/h:patient/h:birthTime", "value", "1945-01-24")],
    "patient: unknown nullFlavor": [put(f"{ROLE}/h:patient/h:birthTime", "nullFlavor", "NONE")],
    "patient: telephone of an unknown use": [put(f"{ROLE}/h:telecom", "use", "XX")],
    "patient: telephone without a use between": [put(f"{ROLE}/h:telecom", "use", "")],
    "patient: code with a space": [put(f"{ROLE}/h:patient/h:administrativeGenderCode", "code", "1 2")],
    "patient: name before templateId": [move_first(f"{ROLE}/h:patient/h:name")],
    "patient: address line of a road": [add(f"{ROLE}/h:addr", "<h:road>x</h:road>")],
    "encounter: no times": [drop(f"{ENCOUNTER}/h:effectiveTime")],
    "encounter: no location": [drop(f"{ENCOUNTER}/h:location")],
    "encounter: high before low": [move_first(f"{ENCOUNTER}/h:effectiveTime/h:high")],
    "body: two classifications": [twice("DOC/h:component/h:structuredBody/h:component")],
    "body: section without an id": [drop(f"{CLASSIFICATION}/h:component/h:section/h:id")],
    "body: text before title": [move_first(TEXT)],
    "body: empty entry": [drop(f"{CLASSIFICATION}/h:entry/h:observationMedia")],
    "document: title checked by a method that nobody knows": [
        put("DOC/h:title", "integrityCheckAlgorithm", "MD5")
    ],
    "encounter: times put together in an unknown way": [put(f"{ENCOUNTER}/h:effectiveTime", "operator", "X")],
    "encounter: bound that is perhaps included": [
        put(f"{ENCOUNTER}/h:effectiveTime/h:low", "inclusive", "maybe")
    ],
    "text: of another type": [put(TEXT, "xsi:type", "ST")],
    "text: script": [add(TEXT, "<h:script>x</h:script>")],
    "text: element of HTML": [add(TEXT, "<h:p>x</h:p>")],
    "text: attribute of an event": [add(TEXT, "<h:content onload='x'>x</h:content>")],
    "text: style": [put(TEXT, "style", "x")],
    "text: text in br": [add(TEXT, "<h:br>x</h:br>")],
    "text: row outside a table": [add(TEXT, "<h:tr><h:td>x</h:td></h:tr>")],
    "text: list without items": [add(TEXT, "<h:list/>")],
    "text: other media type": [put(TEXT, "mediaType", "text/html")],
}

RIGHT = {
    "header blocks that nobody knows": [
        add("s:Header", "<x:Trace xmlns:x='urn:x' s:mustUnderstand='0'>1</x:Trace>")
    ],
    "security with a signature": [add("s:Header/wsse:Security", "<x:Signature xmlns:x='urn:ds'/>")],
    "fraction and offset": [say(f"{TIMESTAMP}/wsu:Expires", "2026-07-01T13:15:00.123+01:00")],
    "born on a leap day": [put(f"{ROLE}/h:patient/h:birthTime", "value", "20000229")],
    "dates cut off": [put(f"{ROLE}/h:patient/h:birthTime", "value", "1945")],
    "birth time not known": [
        strip(f"{ROLE}/h:patient/h:birthTime", "value"),
        put(f"{ROLE}/h:patient/h:birthTime", "nullFlavor", "ASKU"),
    ],
    "name as text, with attributes of ST": [
        say(f"{ROLE}/h:patient/h:name", "Rosalind Dunmore"),
        put(f"{ROLE}/h:patient/h:name", "representation", "TXT"),
    ],
    "address of a place": [
        add(f"{ROLE}/h:addr", "<h:additionalLocator>X575776,Y163180</h:additionalLocator>"),
        add(f"{ROLE}/h:addr", "<h:desc>left by the church</h:desc>"),
    ],
    "languages": [
        add(
            f"{ROLE}/h:patient",
            f"<h:languageCommunication><h:languageCode code='en' codeSystem='{OID}.17.70'/>"
            "<h:preferenceInd value='true'/></h:languageCommunication>",
        )
    ],
    "every tag that text may have": [
        add(
            TEXT,
            "<h:paragraph><h:caption>c</h:caption>a<h:sub>b</h:sub><h:sup>c</h:sup></h:paragraph>",
        ),
        add(TEXT, "<h:linkHtml href='https://example.org'>x</h:linkHtml>"),
        add(TEXT, "<h:content ID='a' styleCode='bold'>x<h:br/>y<h:content>z</h:content></h:content>"),
        add(TEXT, "<h:footnoteRef IDREF='n1'/>"),
        add(TEXT, "<h:footnote ID='n1'>x</h:footnote>"),
        add(TEXT, "<h:renderMultiMedia referencedObject='m1'/>"),
        add(TEXT, "<h:list><h:item>x</h:item><h:item>y<h:list><h:item>z</h:item></h:list></h:item></h:list>"),
        add(
            TEXT,
            "<h:table><h:thead><h:tr><h:th colspan='2'>x</h:th></h:tr></h:thead>"
            "<h:tbody><h:tr><h:td>y</h:td><h:td><h:content>z</h:content></h:td></h:tr></h:tbody></h:table>",
        ),
    ],
    "attributes that HL7's schema implies": [
        put("DOC/h:title", "integrityCheckAlgorithm", "SHA-1"),
        put(f"{ROLE}/h:patient/h:name/h:given", "partType", "GIV"),
        put(f"{ROLE}/h:patient/h:name/h:family", "partType", "FAM"),
        put(f"{ROLE}/h:addr/h:postalCode", "partType", "ZIP"),
        put(f"{ROLE}/h:addr/h:postalCode", "integrityCheckAlgorithm", "SHA-1"),
        put(f"{ENCOUNTER}/h:effectiveTime", "operator", "I"),
        put(f"{ENCOUNTER}/h:effectiveTime/h:low", "inclusive", "true"),
    ],
    "text that names its type": [put(TEXT, "xsi:type", "StrucDoc.Text")],
    "a type that an entry names": [
        add(
            f"{CLASSIFICATION}/h:entry",
            "<h:observation><h:value xsi:type='CV' code='1' codeSystem='2.16.840'/></h:observation>",
        )
    ],
}


@pytest.fixture(scope="module")
def report(write, sound):
    return write(sound)


def structure(body):
    return [one for one in problems(read_xml(body), "report") if one.rule == "XSD"]


@pytest.mark.parametrize("case", WRONG)
def test_the_schema_refuses(case, report):
    found = structure(edited(report, *WRONG[case]))

    assert found
    assert {one.level for one in found} == {"error"}


@pytest.mark.parametrize("case", RIGHT)
def test_the_schema_takes(case, report):
    assert structure(edited(report, *RIGHT[case])) == []


def test_a_type_that_nobody_knows_is_refused(report):
    unknown = add(f"{CLASSIFICATION}/h:entry", "<h:observation><h:value xsi:type='XX'/></h:observation>")

    assert structure(edited(report, unknown))


def test_a_finding_names_the_element_by_its_path_and_the_usual_prefix(report):
    (one,) = structure(edited(report, put(f"{ROLE}/h:telecom[2]", "use", "XX")))

    assert one.where.endswith("/ClinicalDocument/recordTarget/patientRole/telecom[2]")
    assert one.text.startswith("Element 'hl7:telecom', attribute 'use'")
    assert "message.xsd" in one.source


def test_what_comes_after_the_first_wrong_child_is_told_as_well(report):
    found = structure(
        edited(report, add(HEADER, "<itk:extra/>", 0), put(f"{HEADER}/itk:manifest", "count", "many"))
    )

    assert [one.where.rpartition("/")[2] for one in found] == ["extra", "manifest"]
    assert "Expected is one of" in found[0].text
    assert "count='many'" in found[1].text


def test_where_the_full_account_cannot_be_had_the_first_one_stands(report, monkeypatch):
    def too_deep(*_):
        raise RecursionError

    monkeypatch.setattr("xmlschema.XMLSchema.iter_errors", too_deep)

    assert structure(edited(report, add(HEADER, "<itk:extra/>")))


def test_a_hint_of_the_messages_own_is_not_followed(report, tmp_path):
    schema = tmp_path / "theirs.xsd"
    schema.write_text("<no schema")
    hint = put(
        "DOC", "xsi:schemaLocation", f"urn:hl7-org:v3 {schema.as_uri()} urn:x https://example.invalid/x.xsd"
    )

    assert structure(edited(report, hint)) == []
