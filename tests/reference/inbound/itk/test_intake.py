"""NHS 111 reports: what is taken, what is refused and how, and where it goes."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from lxml import etree

from checkout import SHARED

SAMPLES = SHARED / "samples" / "nhs111"
NS = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "a": "http://www.w3.org/2005/08/addressing",
    "i": "urn:nhs-itk:ns:201005",
}
SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report-v2-0"
UUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")


def opened(pharmacy):
    (row,) = pharmacy.see("worklist")["referrals"]
    return pharmacy.see("open_referral", row["referral"])


def taken(service, body, pharmacy):
    reply = service.intake.receive(body)
    assert reply.status == 200, reply.body
    return opened(pharmacy)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="shared/ is absent")
class TestPublishedSamples:
    """The samples published with the 111 Adaptor are shown as they stand."""

    def read(self, service, at, name, ods, monkeypatch=None):
        if monkeypatch is not None:  # its Timestamp was good for ten minutes of that day
            monkeypatch.setattr(service.headers, "now", lambda: datetime(2020, 9, 3, 12, 10, tzinfo=UTC))
        return taken(service, (SAMPLES / name).read_bytes(), at(service, ods))

    def test_adastra(self, service, at):
        seen = self.read(service, at, "adastra-itk-ooh-referral-dx86-itk-request.xml", "FDH68")

        assert (seen["nhs_number"], seen["patient"]["nhs_number_verified"]) == ("0000000000", False)
        assert (seen["patient"]["given"], seen["patient"]["family"]) == ("Test", "Testone")
        assert (seen["birth_date"], seen["patient"]["gender"]) == ("1980-01-01", "female")
        assert seen["callback_number"] == "000000000000"
        assert (seen["disposition_code"], seen["pathway"]) == ("Dx86", "urgent-medicines")
        assert seen["practice"] == {"ods": "", "name": ""}
        assert seen["informant"]["name"] == "Test Caller (Carer - Home)"
        assert seen["case_id"] == "59263"
        assert seen["sections"][5] == {"title": "Information And Advice Given", "text": ""}

    def test_primary_emergency(self, service, at, monkeypatch):
        seen = self.read(service, at, "primary-emergency-itk-request.xml", "EM396", monkeypatch)

        assert (seen["nhs_number"], seen["patient"]["nhs_number_verified"]) == ("993254128", False)
        assert (seen["callback_number"], seen["case_reference"]) == ("01634775667", "CASEREF1234")
        assert seen["practice"] == {"ods": "V396F", "name": "Medway Medical Practice"}
        assert (seen["disposition_code"], seen["pathway"]) == ("Dx001", "minor-illness")
        assert seen["sections"][0]["text"].splitlines()[1] == "Date obtained\t01-Jan-2017, 20:00"
        assert [section["title"] for section in seen["sections"]][1:4] == [
            "Primary Reason for Call",
            "SUBSUB2",
            "SUBSUB3",
        ]

    def test_tpp(self, service, at):
        seen = self.read(service, at, "tpp-ooh-T6-skillset.xml", "EM396")

        assert (seen["nhs_number"], seen["patient"]["nhs_number_verified"]) == ("9990556512", True)
        assert seen["patient_name"] == "Mrs Donotuse Xxtestpatient-Thpg"
        assert (seen["birth_date"], seen["created"]) == ("1944-01-15", "2022-03-16T14:05:42")
        assert seen["callback_number"] == "03003690004"
        assert seen["practice"] == {"ods": "B86055", "name": "Ashfield Medical Centre"}
        assert seen["disposition_code"] == "Dx09"
        assert seen["informant"] is None


def test_a_report_is_answered_and_shown(service, at, make_report):
    reply = service.intake.receive(make_report())

    root = etree.fromstring(reply.body)
    assert reply.status == 200
    assert root.findtext("s:Header/a:Action", namespaces=NS) == f"{SERVICE}Response"
    assert UUID.fullmatch(root.findtext("s:Header/a:MessageID", namespaces=NS))
    assert root.findtext("s:Body/i:SimpleMessageResponse", namespaces=NS)
    seen = opened(at(service))
    assert (seen["case_reference"], seen["case_id"]) == ("REF-7", "CASE-7")
    assert seen["sections"] == [{"title": "Patient's Reported Condition", "text": "Headache\nsince <Monday>"}]
    assert (seen["status"], seen["source"], seen["created"]) == (
        "open",
        "nhs111",
        "2026-04-01T12:15:00+01:00",
    )
    assert seen["sender"] == {"ods": "RYE99", "name": "Invented 111"}


TWO_CALLBACKS = (
    '<telecom value="tel:07700900111" use="H"/><telecom value="tel:07700900222" use="EC"/>'
    '<telecom value="tel:07700900333" use="EC"/>'
)
CALLER = '<informant><relatedEntity><telecom value="tel:07700900444" use="EC"/></relatedEntity></informant>'


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        pytest.param({"telecoms": TWO_CALLBACKS}, "07700900222", id="two-ec-numbers"),
        pytest.param({"telecoms": "", "informant": CALLER}, "07700900444", id="caller's-ec-number"),
        pytest.param({"telecoms": TWO_CALLBACKS.replace("EC", "WP")}, "07700900111", id="home-number"),
        pytest.param({"telecoms": '<telecom value="tel:1" use="HV"/>'}, "1", id="number-away-from-home"),
    ],
)
def test_the_number_to_call_back(service, at, make_report, changes, shown):
    assert taken(service, make_report(**changes), at(service))["callback_number"] == shown


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"outer": "urn:nhs-:ns:201005"}, id="misspelt-outer-namespace"),
        pytest.param({"service": f"{SERVICE}_DMS"}, id="dms-suffix"),
        pytest.param({"ods": "FA101RPX"}, id="profile-suffix"),
        pytest.param({"ods": "", "dos": "2000090101"}, id="dos-id-alone"),
        pytest.param({"ods": "XX999", "dos": "2000090101"}, id="dos-id-beside-another-code"),
        pytest.param(
            {"profile": "urn:nhs-en:profile:IntegratedUrgentCareCDADocument-v3-1"}, id="iuc-profile"
        ),
        pytest.param(
            {"interaction": "primaryEmergencyDepartmentRecipientNHS111CDADocument-v2-0"}, id="interaction"
        ),
        pytest.param({"name": "Maeve Whitlow"}, id="unstructured-name"),
    ],
)
def test_what_the_field_sends_is_taken(service, at, make_report, changes):
    assert taken(service, make_report(**changes), at(service))["patient_name"] == "Maeve Whitlow"


def test_the_dos_id_decides_before_the_ods_code(service, at, make_report):
    service.intake.receive(make_report(ods="FA101", dos="2000090202"))

    assert len(at(service, "FB202").see("worklist")["referrals"]) == 1
    assert at(service, "FA101").see("worklist")["referrals"] == []


def test_each_pharmacy_of_ours_that_is_addressed_has_the_report_and_knows_of_the_other(
    service, at, make_report
):
    other = b'<q:address uri="urn:nhs-uk:addressing:ods:FB202"/></q:addresslist>'
    body = make_report(ods="FA101").replace(b"</q:addresslist>", other)
    for _ in range(2):  # the second is a repeat, at both
        assert service.intake.receive(body).status == 200

    for ods, elsewhere in (("FA101", "FB202"), ("FB202", "FA101")):
        said = {notice["kind"]: notice["text"] for notice in opened(at(service, ods))["notices"]}
        assert elsewhere in said["also-addressed"]
        assert [alert["kind"] for alert in at(service, ods).see("list_alerts")["alerts"]] == ["new-referral"]


def test_a_pharmacy_that_is_addressed_twice_has_the_report_once(service, at, make_report):
    again = b'<q:address uri="urn:nhs-uk:addressing:ods:FA101:site"/></q:addresslist>'

    seen = taken(service, make_report(ods="FA101").replace(b"</q:addresslist>", again), at(service))
    assert "also-addressed" not in [notice["kind"] for notice in seen["notices"]]


@pytest.mark.parametrize(
    ("code", "pathway"),
    [
        ("Dx80", "urgent-medicines"),
        ("Dx085", "urgent-medicines"),
        ("DX86", "urgent-medicines"),
        ("DispoCodeDx87", "urgent-medicines"),
        ("Dx0106", "minor-illness"),
        ("Dx28", "minor-illness"),
    ],
)
def test_the_pathway_follows_from_the_disposition(service, at, make_report, code, pathway):
    seen = taken(service, make_report(dx=code), at(service))

    assert (seen["pathway"], seen["disposition"]["code"]) == (pathway, code)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("a<br/><br/><br/>b", "a\n\nb", id="breaks"),
        pytest.param("<paragraph>a</paragraph><paragraph>b</paragraph>", "a\n\nb", id="paragraphs"),
        pytest.param("<list><item>a</item><item>b</item></list>", "a\nb", id="list"),
        pytest.param(
            "<table>\n <tr>\n <th>a</th>\n <td>b <content>c</content></td></tr><tr><td>d</td></tr></table>",
            "a\tb c\nd",
            id="table",
        ),
        pytest.param("  one\n      two\u00a0three ", "one two\u00a0three", id="white-space"),
        pytest.param(
            "&lt;CLEO Ref: 21&gt; &amp; <![CDATA[<b>]]>", "<CLEO Ref: 21> & <b>", id="angle-brackets"
        ),
        pytest.param("x" * 60_000, "x" * 60_000, id="long"),
        pytest.param("", "", id="empty"),
    ],
)
def test_marked_up_text_is_readable(service, at, make_report, markup, text):
    assert taken(service, make_report(text=markup), at(service))["sections"][0]["text"] == text


DOCTYPE = b'<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
BOMB = b'<!DOCTYPE e [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><e>&b;</e>'


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"action": f"{SERVICE}x"}, id="action-differs"),
        pytest.param({"service": "urn:other", "action": "urn:other"}, id="unknown-service"),
        pytest.param({"message_id": ""}, id="no-message-id"),
        pytest.param({"tracking": ""}, id="no-trackingid"),
        pytest.param({"manifest_count": "2"}, id="manifest-count"),
        pytest.param({"payload_id": "uuid_2"}, id="payload-id"),
        pytest.param({"profile": "urn:nhs-en:profile:nhs111CDADocument-v9-0"}, id="unknown-profile"),
        pytest.param({"flags": 'base64="true"'}, id="packed"),
        pytest.param({"ods": "XX999"}, id="another's"),
        pytest.param({"ods": ""}, id="no-address"),
        pytest.param({"document": " "}, id="no-document-id"),
        pytest.param(
            {"security": '<x:Odd xmlns:x="urn:x" e:mustUnderstand="1"/>'}, id="header-that-must-be-understood"
        ),
    ],
)
def test_a_damaged_message_is_refused_and_leaves_nothing(service, at, make_report, changes):
    refused(service, at, make_report(**changes))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda body: body[:-20], id="truncated"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b'{"a":1}', id="json"),
        pytest.param(lambda _: b"<a/>", id="wrong-root"),
        pytest.param(lambda body: DOCTYPE + body, id="doctype"),
        pytest.param(lambda _: BOMB, id="entities"),
        pytest.param(lambda body: body.decode().encode("utf-16"), id="utf-16"),
        pytest.param(lambda body: body.replace(b"Whitlow", b"\xff"), id="not-utf-8"),
        pytest.param(lambda body: body.replace(b"ClinicalDocument", b"OtherDocument"), id="wrong-payload"),
        pytest.param(lambda body: body.replace(b"recordTarget", b"other"), id="no-patient"),
        pytest.param(lambda body: body.replace(b"structuredBody", b"other"), id="no-body"),
        pytest.param(lambda body: body.replace(b"schemas.xmlsoap.org/soap", b"x.org"), id="soap-1.2"),
        pytest.param(lambda _: b"<a>" * 100_000, id="deep"),
    ],
)
def test_what_is_no_message_is_refused(service, at, make_report, damage):
    refused(service, at, damage(make_report()))


def refused(service, at, body):
    reply = service.intake.receive(body)

    root = etree.fromstring(reply.body)
    fault = root.find("s:Body/s:Fault", NS)
    info = fault.find("detail/i:ToolkitErrorInfo", NS)
    assert reply.status == 500
    assert (
        root.findtext("s:Header/a:Action", namespaces=NS) == "http://www.w3.org/2005/08/addressing/soap/fault"
    )
    assert UUID.fullmatch(info.findtext("i:ErrorID", namespaces=NS))
    assert info.findtext("i:ErrorCode", namespaces=NS) == "1000"
    assert info.find("i:ErrorCode", NS).get("codeSystem") == "2.16.840.1.113883.2.1.3.2.4.17.268"
    assert info.findtext("i:ErrorText", namespaces=NS)
    assert "root:" not in info.findtext("i:ErrorDiagnosticText", namespaces=NS)
    for ods in ("FA101", "FB202"):
        assert at(service, ods).see("worklist")["referrals"] == []


def test_a_document_received_again_makes_one_referral(service, at, make_report):
    body = make_report(document="0D0C0B0A-0000-4000-8000-000000000001")

    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(lambda _: service.intake.receive(body), range(12)))

    assert {reply.status for reply in replies} == {200}
    assert len(at(service).see("worklist")["referrals"]) == 1


def test_a_copy_is_taken_and_not_listed(service, at, make_report):
    reply = service.intake.receive(make_report(interaction="copyRecipientNHS111CDADocument-v2-0"))

    assert reply.status == 200
    assert at(service).see("worklist")["referrals"] == []


def test_an_unverified_number_and_a_short_birth_date_are_kept_as_sent(service, at, make_report):
    ids = '<id extension="12345" root="2.16.840.1.113883.2.1.4.1"/>'
    body = make_report(ids=ids).replace(b'birthTime value="19840229"', b'birthTime value="1984"')

    seen = taken(service, body, at(service))

    assert (seen["nhs_number"], seen["patient"]["nhs_number_verified"]) == ("12345", False)
    assert seen["birth_date"] == "1984"
