"""The official pack: found by its files' names, compiled from what lies under its folder, and never fetched.

The real one is not here: a small one of the same layout stands for it.
"""

import socket

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.formats.nhs111.schemas import OfficialPack
from cpcs_harness.formats.xml import read_xml
from nhs111_edits import add, edited, put
from reference.formats.soap import Fault, answer, fault

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'
ITK = 'xmlns="urn:nhs-itk:ns:201005" targetNamespace="urn:nhs-itk:ns:201005"'
HL7 = 'xmlns="urn:hl7-org:v3" targetNamespace="urn:hl7-org:v3"'
PARTS = "docs/AssociatedSpecifications"
ENVELOPE = f"{PARTS}/DistributionEnvelope/Schemas/distributionEnvelope-v2-0.xsd"
DOCUMENT = f"{PARTS}/GenericCDA/Schemas/POCD_MT000002UK01.xsd"
TYPES = f"{PARTS}/GenericCDA/dt/datatypes.xsd"
ANSWER = "docs/Schemas/ITKDatatypes-2010-05.xsd"
FILES = {
    ENVELOPE: f"""<xs:schema {XS} {ITK}>
      <xs:element name="DistributionEnvelope"><xs:complexType><xs:sequence>
        <xs:element name="header"><xs:complexType>
          <xs:sequence><xs:any processContents="skip" maxOccurs="unbounded"/></xs:sequence>
          <xs:attribute name="service" use="required"/><xs:attribute name="trackingid" use="required"/>
        </xs:complexType></xs:element>
        <xs:element name="payloads"><xs:complexType><xs:sequence>
          <xs:element name="payload"><xs:complexType>
            <xs:sequence><xs:any processContents="lax"/></xs:sequence><xs:attribute name="id"/>
          </xs:complexType></xs:element></xs:sequence><xs:attribute name="count"/>
        </xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element></xs:schema>""",
    DOCUMENT: f"""<xs:schema {XS} {HL7}>
      <xs:include schemaLocation="../dt/datatypes.xsd"/>
      <xs:import namespace="NPFIT:HL7:Localisation"/>
      <xs:element name="ClinicalDocument"><xs:complexType>
        <xs:sequence><xs:any processContents="lax" maxOccurs="unbounded"/></xs:sequence>
        <xs:attribute name="classCode"/><xs:attribute name="moodCode"/>
      </xs:complexType></xs:element>
      <xs:element name="versionNumber" type="INT"/></xs:schema>""",
    TYPES: f"""<xs:schema {XS} {HL7}>
      <xs:complexType name="INT"><xs:attribute name="value" type="xs:positiveInteger"/></xs:complexType>
      <xs:complexType name="CV"><xs:attribute name="code" use="required"/></xs:complexType></xs:schema>""",
    ANSWER: f"""<xs:schema {XS} {ITK}>
      <xs:element name="ToolkitErrorInfo"><xs:complexType><xs:sequence>
        <xs:element name="ErrorID" type="xs:anyURI"/><xs:element name="ErrorCode"/>
        <xs:element name="ErrorText"/><xs:element name="ErrorDiagnosticText" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element></xs:schema>""",
}
SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report-v2-0"


def lay_out(folder, **changed):
    """Write the small pack, with some of its files changed; None leaves a file out."""
    names = {"envelope": ENVELOPE, "document": DOCUMENT, "types": TYPES, "answer": ANSWER}
    for path, text in (FILES | {names[name]: text for name, text in changed.items()}).items():
        if text is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
    return folder


@pytest.fixture
def pack(tmp_path):
    return OfficialPack(lay_out(tmp_path / "pack"))


@pytest.fixture(scope="module")
def report(write, sound):
    return write(sound)


def test_a_sound_message_and_sound_answers_are_valid(pack, report):
    taken = answer(f"{SERVICE}Response", "1", "OK").body

    for body in (report, taken, fault(Fault("why")).body):
        assert pack.problems(read_xml(body)) == []


def test_envelope_and_document_are_judged_together(pack, report):
    (one,) = pack.problems(read_xml(edited(report, put("DOC/h:versionNumber", "value", "0"))))

    assert (one.level, one.rule) == ("error", "PACK")
    assert one.where.endswith("/ClinicalDocument/versionNumber")
    assert "POCD_MT000002UK01.xsd" in one.source


def test_a_type_of_the_documents_schema_may_be_named_in_the_envelope(pack, report):
    named = put("DOC/h:code", "xsi:type", "CV")

    found = pack.problems(read_xml(edited(report, named)))
    assert {one.where.rpartition("/")[2] for one in found} == {"code"}
    assert "attribute 'codeSystem' is not allowed" in found[0].text  # so says the small pack's CV


def test_the_detail_of_a_fault_is_judged(pack):
    body = fault(Fault("why")).body.replace(b"ErrorText", b"ErrorSentence")

    (one,) = pack.problems(read_xml(body))
    assert "ErrorSentence" in one.text
    assert "ITKDatatypes-2010-05.xsd" in one.source


def test_nothing_is_said_of_what_holds_no_itk(pack):
    assert pack.problems(None) == []
    assert pack.problems(read_xml(b"<x/>")) == []


def test_a_message_that_is_too_large_is_not_judged(pack):
    (one,) = pack.problems(read_xml(b"<x>" + b"<y/>" * 10_000 + b"</x>"))

    assert one.rule == "SIZE"


def test_the_digest_is_of_what_the_schemas_say(tmp_path):
    first = OfficialPack(lay_out(tmp_path / "one")).digest
    elsewhere = lay_out(tmp_path / "two")
    (elsewhere / "README.md").write_text("x")

    assert OfficialPack(elsewhere).digest == first
    assert OfficialPack(lay_out(tmp_path / "two", types=FILES[TYPES] + "\n")).digest != first


def test_the_packs_own_place_is_taken_where_a_name_stands_twice(tmp_path, report):
    folder = lay_out(tmp_path)
    (folder / "POCD_MT000002UK01.xsd").write_text("<no schema")

    assert OfficialPack(folder).problems(read_xml(report)) == []


@pytest.mark.parametrize("name", ["envelope", "document", "answer"])
def test_a_missing_file_is_named_with_where_it_was_looked_for(name, tmp_path):
    lay_out(tmp_path, **{name: None})

    with pytest.raises(UsageProblem) as wrong:
        OfficialPack(tmp_path)
    missing = {"envelope": ENVELOPE, "document": DOCUMENT, "answer": ANSWER}[name].rpartition("/")[2]
    assert missing in str(wrong.value)
    assert str(tmp_path) in str(wrong.value)


def test_an_empty_folder_and_no_folder_are_said_to_be_so(tmp_path):
    with pytest.raises(UsageProblem, match=r"distributionEnvelope-v2-0\.xsd.*POCD_MT000002UK01\.xsd"):
        OfficialPack(tmp_path)
    with pytest.raises(UsageProblem, match="no folder"):
        OfficialPack(tmp_path / "nowhere")


def test_a_schema_that_includes_what_lies_outside_is_refused(tmp_path):
    (tmp_path / "outside.xsd").write_text(FILES[TYPES])
    away = FILES[DOCUMENT].replace("../dt/datatypes.xsd", "../../../../../outside.xsd")

    with pytest.raises(UsageProblem, match="lies outside"):
        OfficialPack(lay_out(tmp_path / "pack", document=away))


def test_a_link_to_what_lies_outside_is_refused(tmp_path):
    (tmp_path / "outside.xsd").write_text(FILES[TYPES])
    folder = lay_out(tmp_path / "pack", types=None)
    (folder / TYPES).parent.mkdir(parents=True)
    (folder / TYPES).symlink_to(tmp_path / "outside.xsd")

    with pytest.raises(UsageProblem, match="lies outside"):
        OfficialPack(folder)


def test_a_schema_that_is_imported_by_address_is_not_fetched(tmp_path, report):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        location = f"http://127.0.0.1:{listener.getsockname()[1]}/x.xsd"

        assert OfficialPack(importing(tmp_path, location)).problems(read_xml(report)) == []
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_file_that_is_imported_by_address_is_not_read(tmp_path, report):
    (tmp_path / "outside.xsd").write_text("<read, and found to be no schema")

    pack = OfficialPack(importing(tmp_path / "pack", (tmp_path / "outside.xsd").as_uri()))
    assert pack.problems(read_xml(report)) == []


def importing(folder, location):
    imported = f'<xs:import namespace="urn:elsewhere" schemaLocation="{location}"/>'
    return lay_out(folder, document=FILES[DOCUMENT].replace("<xs:import", imported + "<xs:import", 1))


@pytest.mark.parametrize("location", ["https://example.invalid/x.xsd", "file:///x.xsd"])
def test_a_schema_that_is_included_by_address_is_refused(location, tmp_path):
    away = FILES[DOCUMENT].replace("../dt/datatypes.xsd", location)

    with pytest.raises(UsageProblem, match="nothing is fetched"):
        OfficialPack(lay_out(tmp_path, document=away))


@pytest.mark.parametrize(
    "text",
    [
        "<no schema",
        "<html/>",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>',
    ],
    ids=["ill-formed", "other root", "doctype"],
)
def test_what_is_no_schema_is_refused_by_name(text, tmp_path):
    with pytest.raises(UsageProblem, match=r"datatypes\.xsd is no XML Schema"):
        OfficialPack(lay_out(tmp_path, types=text))


def test_a_schema_that_cannot_be_compiled_is_said_to_be_so(tmp_path):
    with pytest.raises(UsageProblem, match=r"POCD_MT000002UK01\.xsd.*cannot be used"):
        OfficialPack(lay_out(tmp_path, types=FILES[TYPES].replace("INT", "OTHER")))


def test_a_missing_included_file_is_named(tmp_path):
    with pytest.raises(UsageProblem, match=r"datatypes\.xsd cannot be read"):
        OfficialPack(lay_out(tmp_path, types=None))


def test_a_folder_with_a_space_in_its_name_will_do(tmp_path, report):
    assert OfficialPack(lay_out(tmp_path / "a pack & more")).problems(read_xml(report)) == []


def test_what_the_pack_refuses_is_told_in_full(pack):
    body = fault(Fault("why")).body
    wrong = body.replace(b"ErrorCode", b"ErrorNumber").replace(b"ErrorText", b"ErrorSentence")

    found = pack.problems(read_xml(wrong))

    assert {one.where.rpartition("/")[2] for one in found} >= {"ErrorNumber", "ErrorSentence"}


def test_what_is_wrong_after_the_first_wrong_child_is_told_too(pack, report):
    edits = [
        add(".//itk:DistributionEnvelope", "<itk:more/>", at=0),
        put("DOC/h:versionNumber", "value", "0"),
    ]

    found = pack.problems(read_xml(edited(report, *edits)))

    assert {one.where.rpartition("/")[2] for one in found} >= {"more", "versionNumber"}


def test_a_pack_that_xmlschema_cannot_use_is_judged_by_libxml2_alone(pack, report, monkeypatch):
    monkeypatch.setattr(OfficialPack, "_full", lambda *_: None)

    (one,) = pack.problems(read_xml(edited(report, put("DOC/h:versionNumber", "value", "0"))))

    assert one.rule == "PACK"
