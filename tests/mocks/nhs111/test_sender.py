"""How NHS 111 sends: the HTTP forms, what is recorded of an exchange, and whose it is."""

import socket
import ssl
import threading
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from cpcs_harness._content.mocks.nhs111.sender import DAMAGES, NHS111
from cpcs_harness.mockkit.http_server import HttpServer
from cpcs_harness.people.model import Parent
from cpcs_harness.people.plain import plain
from ports import free_ports

SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report-v2-0"
SECONDS = 10.0
"""How long a test waits for what is due at once."""


@pytest.fixture(scope="module")
def candidate(nation):
    """A system that takes anything in; gives its address and what it was sent."""
    taken = []

    async def take(request):
        taken.append((request.method, dict(request.headers), await request.body()))
        return Response("<ok/>", media_type="text/xml")

    route = Route("/itk", take, methods=["GET", "POST", "PUT"])
    port = nation.host.serve(HttpServer("candidate", Starlette(routes=[route])))
    return f"http://127.0.0.1:{port}/itk", taken


def test_a_report_is_sent_and_recorded_with_its_answer(nation, candidate, issued, seen):
    endpoint, taken = candidate

    sent = NHS111(nation.world).send(issued.report, endpoint)

    event = seen.last("nhs111", "send_report")
    _, headers, body = taken[-1]
    assert (sent.exchange, sent.status, sent.answer) == (f"e{event['seq']}", 200, b"<ok/>")
    assert (event["journey"], event["data"]["direction"]) == (issued.journey, "to-candidate")
    assert event["data"]["request"]["start"] == {"method": "POST", "target": endpoint}
    assert event["data"]["response"]["start"] == {"status": 200}
    assert seen.body(event) == body
    assert seen.body(event, "response") == b"<ok/>"
    assert headers["content-type"] == "text/xml"
    assert headers["soapaction"] == f'"{SERVICE}"'


def test_the_truth_of_what_was_sent_is_recorded(nation, candidate, issued, seen):
    report = replace(issued.report, habits="strict", parent=Parent("D", "S", 1))

    NHS111(nation.world).send(report, candidate[0], damage="manifest-count", variant="late")

    facts = seen.last("nhs111", "send_report")["data"]["facts"]
    told = [facts[name] for name in ("habits", "sender", "variant", "damage")]
    assert told == ["strict", "telephony", "late", "manifest-count"]
    assert facts["report"] == plain(report)
    assert facts["report"]["person"]["birth_date"] == report.person.birth_date.isoformat()
    assert facts["report"]["parent"] == {"document_id": "D", "set_id": "S", "version": 1}


def test_the_message_id_that_went_out_is_recorded(nation, candidate, issued, seen):
    report = replace(issued.report, habits="cleric")  # its message id is the tracking id

    NHS111(nation.world).send(report, candidate[0])

    assert seen.last("nhs111", "send_report")["data"]["facts"]["message_id"] == report.tracking_id


def test_nhs_111_online_is_a_service_of_its_own_under_its_own_name(nation, candidate, issued, seen):
    NHS111(nation.world).send(replace(issued.report, sender="online", habits="online"), candidate[0])

    event = seen.last("nhs111online", "send_report")
    facts = event["data"]["facts"]
    assert event["journey"] == issued.journey
    assert (facts["report"]["sender_ods"], facts["report"]["sender_name"]) == (
        "YDDF4",
        "NHS Digital Message Engine",
    )
    assert b"NHS Digital Message Engine" in seen.body(event)
    assert issued.report.sender_name.encode() not in seen.body(event)


def test_a_report_with_ids_of_its_own_marks_its_journey_too(nation, candidate, issued, world):
    mark = "A1B2C3D4-0000-4000-8000-00000000000"
    names = ("document_id", "set_id", "message_id", "tracking_id", "case_reference", "case_id")
    ids = {name: f"{mark}{number}" for number, name in enumerate(names)}
    earlier = replace(issued.report, document_id=f"{mark}9")

    NHS111(nation.world).send(replace(issued.report, **ids, earlier=(earlier,)), candidate[0])

    for text in (*ids.values(), earlier.document_id):
        assert world.register.match([text])[0] == issued.journey, text


def test_a_report_belongs_to_its_patient_also_when_the_number_is_not_sent(nation, candidate, issued, seen):
    NHS111(nation.world).send(replace(issued.report, number="absent"), candidate[0])

    event = seen.last("nhs111", "send_report")
    assert event["journey"] == issued.journey
    assert issued.person.nhs_number.encode() not in seen.body(event)


@pytest.mark.parametrize(
    ("form", "name", "value"),
    [
        pytest.param("charset", "content-type", "text/xml; charset=utf-8", id="charset"),
        pytest.param("bare-soapaction", "soapaction", SERVICE, id="bare-soapaction"),
        pytest.param("no-soapaction", "soapaction", None, id="no-soapaction"),
        pytest.param("service-dms", "soapaction", f'"{SERVICE}_DMS"', id="service-dms"),
        pytest.param("chunked", "transfer-encoding", "chunked", id="chunked"),
        pytest.param("chunked", "content-length", None, id="chunked-no-length"),
    ],
)
def test_the_request_has_the_form_that_was_asked_for(nation, candidate, issued, seen, form, name, value):
    sent = NHS111(nation.world).send(replace(issued.report, forms=(form,)), candidate[0])

    _, headers, body = candidate[1][-1]
    assert sent.status == 200
    assert headers.get(name) == value
    assert body == seen.body(seen.last("nhs111", "send_report"))


def test_a_byte_order_mark_comes_first(nation, candidate, issued):
    NHS111(nation.world).send(replace(issued.report, forms=("utf-8-bom",)), candidate[0])

    assert candidate[1][-1][2].startswith(b"\xef\xbb\xbf<?xml")


@pytest.mark.parametrize(
    ("damage", "method", "kind"),
    [
        ("get", "GET", "text/xml"),
        ("put", "PUT", "text/xml"),
        ("json", "POST", "application/json"),
        ("text-plain", "POST", "text/plain"),
    ],
)
def test_some_damages_are_of_the_request(nation, candidate, issued, seen, damage, method, kind):
    NHS111(nation.world).send(issued.report, candidate[0], damage=damage)

    asked, headers, _ = candidate[1][-1]
    start = seen.last("nhs111", "send_report")["data"]["request"]["start"]
    assert (asked, headers["content-type"]) == (method, kind)
    assert start["method"] == method


def test_whoever_follows_a_hostile_message_to_the_canary_is_known_by_it(nation, candidate, issued, world):
    for damage in ("xxe-http", "parameter-entity", "external-dtd", "xinclude-http"):
        NHS111(nation.world).send(issued.report, candidate[0], damage=damage)

        body = candidate[1][-1][2].decode()
        address = f"{world.addresses['canary']}/{issued.report.document_id}/{damage}"
        assert address in body, damage
        assert world.register.match([address])[0] == issued.journey


@pytest.mark.parametrize("damage", ["billion-laughs", "quadratic", "deep-nesting", "many-attributes"])
def test_a_message_that_swells_is_recorded_as_it_went_out(nation, candidate, issued, seen, damage):
    sent = NHS111(nation.world).send(issued.report, candidate[0], damage=damage)

    body = candidate[1][-1][2]
    assert sent.status == 200
    assert len(body) < 1_000_000
    assert seen.body(seen.last("nhs111", "send_report")) == body


def test_every_damage_can_be_sent(nation, candidate, admit):
    for damage in DAMAGES:
        assert NHS111(nation.world).send(admit().report, candidate[0], damage=damage).status == 200, damage


class _Endless(threading.Thread):
    """A system that answers without end, and notes when nobody takes its answer any more."""

    def __init__(self, tls=None):
        super().__init__(daemon=True)
        listener = socket.create_server(("127.0.0.1", 0))
        scheme = "http" if tls is None else "https"
        self.address = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/itk?way=1"
        self.listener = listener if tls is None else tls.wrap_socket(listener, server_side=True)
        self.request = b""
        self.gone = threading.Event()

    def run(self):
        with self.listener:
            connection, _ = self.listener.accept()
        with connection:
            connection.settimeout(SECONDS)
            while not self.request.endswith(b"</s:Envelope>"):
                self.request += connection.recv(65536)
            try:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
                while True:
                    connection.sendall(bytes(65536))
            except (ConnectionError, ssl.SSLError):
                self.gone.set()


@pytest.fixture(params=["http", "https"])
def receiver(request, world, tmp_path, monkeypatch):
    tls = None
    if request.param == "https":
        (tmp_path / "server.pem").write_text(world.environment.server_pem)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(tmp_path / "server.pem")
        trusting = ssl.create_default_context(cadata=world.environment.ca_pem)
        trusting.check_hostname = False
        monkeypatch.setattr("httpx.create_ssl_context", lambda: trusting)
    started = _Endless(tls)
    started.start()
    return started


def test_a_sender_that_goes_away_has_sent_all_and_read_nothing(world, issued, seen, receiver):
    report = replace(issued.report, habits="field", forms=("drop-answer",))

    sent = NHS111(world).send(report, receiver.address)

    event = seen.last("nhs111", "send_report")
    assert receiver.gone.wait(SECONDS), f"nobody went away; came: {receiver.request[:200]!r}"
    assert receiver.request.startswith(b"POST /itk?way=1 HTTP/1.1\r\n")
    assert receiver.request.endswith(b"\r\n\r\n" + seen.body(event))
    assert (sent.status, sent.answer) == (0, b"")
    assert event["data"]["response"]["start"] == {"error": "the sender went away before it read the answer"}


def test_a_system_that_is_left_before_its_answer_has_the_whole_report(nation, candidate, issued, seen):
    NHS111(nation.world).send(replace(issued.report, forms=("drop-answer",)), candidate[0])

    assert candidate[1][-1][2] == seen.body(seen.last("nhs111", "send_report"))


@pytest.mark.parametrize("forms", [(), ("drop-answer",)], ids=["reads", "goes-away"])
def test_nobody_listening_is_recorded_and_not_raised(world, issued, seen, forms):
    (port,) = free_ports(1)

    sent = NHS111(world).send(replace(issued.report, forms=forms), f"http://127.0.0.1:{port}/itk")

    event = seen.last("nhs111", "send_report")
    assert sent.status == 0
    assert event["data"]["response"]["start"]["error"]
    assert event["journey"] == issued.journey


@pytest.mark.parametrize("forms", [(), ("drop-answer",)], ids=["reads", "goes-away"])
@pytest.mark.parametrize("endpoint", ["nowhere", "http://[", "ftp://127.0.0.1/itk"])
def test_an_address_that_is_none_is_recorded_and_not_raised(world, issued, seen, endpoint, forms):
    sent = NHS111(world).send(replace(issued.report, forms=forms), endpoint)

    assert sent.status == 0
    assert seen.last("nhs111", "send_report")["data"]["response"]["start"]["error"]
