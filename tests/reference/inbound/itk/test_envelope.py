"""The envelope: media types, payloads that travel packed, refusals in the audit trail, trouble inside."""

import base64
import gzip

import pytest
from lxml import etree
from sqlalchemy.exc import OperationalError

NS = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "a": "http://www.w3.org/2005/08/addressing",
    "i": "urn:nhs-itk:ns:201005",
    "h": "urn:hl7-org:v3",
}
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"


def text_of(reply):
    """What the fault of a reply says, or nothing."""
    return etree.fromstring(reply.body).findtext(".//i:ErrorDiagnosticText", "", NS)


def security(created, expires):
    return (
        f'<w:Security xmlns:w="{WSSE}" xmlns:u="{WSU}"><u:Timestamp><u:Created>{created}</u:Created>'
        f"<u:Expires>{expires}</u:Expires></u:Timestamp></w:Security>"
    )


@pytest.fixture
def here(service, at):
    return at(service)


@pytest.mark.parametrize(
    "media",
    ["", "text/xml", 'text/xml; charset="UTF-8"', "application/soap+xml", "TEXT/XML;charset=us-ascii"],
)
def test_a_body_that_says_it_is_xml_is_taken(service, make_report, media):
    assert service.intake.receive(make_report(), media=media).status == 200


@pytest.mark.parametrize(
    "media", ["text/plain", "application/json", "text/xml; charset=iso-8859-1", "multipart/related", ";;;"]
)
def test_a_body_that_says_it_is_something_else_is_refused(service, here, make_report, media):
    reply = service.intake.receive(make_report(), media=media)

    assert (reply.status, "expected" in text_of(reply)) == (500, True)
    assert here.see("worklist")["referrals"] == []


def test_the_media_type_is_read_from_the_request(client, make_report):
    refused = client.post("/itk", content=make_report(), headers={"Content-Type": "application/json"})

    assert refused.status_code == 500
    assert b"application/json" in refused.content


def packed(report, *, compressed=False, base64ed=True, change=lambda content: content):
    """The report with its document packed as a sender would that may."""
    root = etree.fromstring(report)
    payload = root.find(".//i:payload", NS)
    content = change(etree.tostring(payload[0]))
    payload.remove(payload[0])
    payload.text = base64.b64encode(gzip.compress(content) if compressed else content).decode()
    for name, on in (("base64", base64ed), ("compressed", compressed)):
        root.find(".//i:manifestitem", NS).set(name, str(on).lower())
    return etree.tostring(root)


@pytest.mark.parametrize("compressed", [False, True])
def test_a_packed_document_is_shown_as_if_it_had_not_been_packed(service, here, make_report, compressed):
    assert service.intake.receive(packed(make_report(), compressed=compressed)).status == 200

    (row,) = here.see("worklist")["referrals"]
    assert here.see("open_referral", row["referral"])["sections"][0]["text"] == "Headache\nsince <Monday>"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda content: b"\0" * 30_000_000, id="bomb"),
        pytest.param(lambda content: content[:-50], id="truncated"),
        pytest.param(lambda content: b"<!DOCTYPE a [<!ENTITY e 'x'>]>" + content, id="doctype"),
        pytest.param(lambda content: b"", id="empty"),
    ],
)
def test_a_packed_document_that_is_not_sound_is_refused(service, here, make_report, change):
    reply = service.intake.receive(packed(make_report(), compressed=True, change=change))

    assert (reply.status, bool(text_of(reply))) == (500, True)
    assert here.see("worklist")["referrals"] == []


def test_text_that_is_not_base64_is_refused(service, make_report):
    body = packed(make_report()).replace(b'">PENs', b'">PENs\xe2\x82\xac')

    assert "base64" in text_of(service.intake.receive(body))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"action": "urn:other"}, "1000", id="action"),
        pytest.param({"service": "urn:other"}, "1000", id="service"),
        pytest.param({"tracking": ""}, "1000", id="no-tracking-id"),
        pytest.param({"message_id": ""}, "1000", id="no-message-id"),
        pytest.param({"payload_id": "other"}, "1000", id="payload"),
        pytest.param({"security": security("yesterday", "today")}, "1000", id="times"),
        pytest.param(
            {"security": security("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")}, None, id="all-times"
        ),
        pytest.param({"security": "<a:To>http://[</a:To>"}, "1000", id="to"),
    ],
)
def test_what_is_refused_is_in_the_trail_wherever_its_addressee_can_be_read(
    service, here, make_report, changes, code
):
    reply = service.intake.receive(make_report(**changes), "cpcs.example")

    assert reply.status == (500 if code else 200)
    (entry,) = here.see("read_audit")["entries"]
    assert (entry["event"], entry["code"]) == (("refused", code) if code else ("received", ""))
    assert entry["channel"] == "itk"
    if "message_id" not in changes:
        assert entry["message_id"] == "2F182787-CA39-46F8-9B1C-8E77F3050067"


def test_ids_of_any_length_are_kept_short(service, here, make_report):
    long = make_report(message_id=f"<a:MessageID>{'9' * 100_000}</a:MessageID>", tracking="trackingid='x'")

    assert service.intake.receive(long).status == 500
    assert len(here.see("read_audit")["entries"][0]["message_id"]) == 255


@pytest.mark.parametrize(
    "trouble", [OperationalError("insert", {}, Exception("disk full")), RuntimeError("no idea")]
)
def test_trouble_inside_is_a_fault_of_ours_and_stores_nothing(
    service, here, make_report, monkeypatch, trouble
):
    def fail(*_):
        raise trouble

    monkeypatch.setattr(service.alerts, "text", fail)
    reply = service.intake.receive(make_report())
    monkeypatch.undo()

    root = etree.fromstring(reply.body)
    assert reply.status == 500
    assert root.findtext(".//faultcode") == "soap:Server"
    assert root.findtext(".//i:ErrorCode", "", NS) == "2200"
    assert here.see("worklist")["referrals"] == []
    assert [entry["event"] for entry in here.see("read_audit")["entries"]] == ["refused"]
    assert service.intake.receive(make_report()).status == 200


def test_the_log_names_no_patient_when_the_database_fails(service, make_report, caplog):
    with service.store.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE documents")

    assert service.intake.receive(make_report()).status == 500
    assert "documents" in caplog.text
    assert "Whitlow" not in caplog.text


@pytest.mark.parametrize(
    "text", ["Contact within 99999999999999999999 hours", "See within 999 hours", "Soon", "within -1 hours"]
)
def test_a_disposition_that_no_calendar_holds_can_be_opened(service, here, make_report, text):
    body = make_report().replace(b"Repeat prescription within 12 hours", text.encode())
    body = body.replace(
        b'effectiveTime value="20260401121500+0100"', b'effectiveTime value="99991231235900+0100"'
    )
    assert service.intake.receive(body).status == 200

    (row,) = here.see("worklist")["referrals"]
    assert here.see("open_referral", row["referral"])["urgency"]["due"] is None


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        pytest.param(b"Headache", b"<a>" * 100_000 + b"</a>" * 100_000, 500, id="deep"),
        pytest.param(b"Headache", b"<a>" * 150 + b"pain" + b"</a>" * 150, 200, id="less-deep"),
        pytest.param(
            b"<content>",
            b"<content " + b" ".join(b'a%d=""' % n for n in range(200_000)) + b">",
            200,
            id="attributes",
        ),
        pytest.param(b"Headache", b"<br/>" * 500_000, 200, id="elements"),
        pytest.param(b"Headache", b"0 " * 4_000_000, 200, id="text"),
        pytest.param(b"Headache", b"\t" * 4_000_000, 200, id="tabs"),
    ],
)
def test_what_is_much_is_answered_and_the_service_goes_on(service, make_report, old, new, status):
    assert service.intake.receive(make_report().replace(old, new)).status == status
    assert service.intake.receive(make_report()).status == 200
