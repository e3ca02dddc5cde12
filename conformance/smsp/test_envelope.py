"""Envelope and query of a request: service, ids, times, schema.

Source: ITK 2.2 web service transport and distribution envelope requirements; PDS Mini Services Domain Message
Specification v1.0 (interface sheet pds-smsp-auth, section 12, checks C90 to C92).
"""

from datetime import datetime

from cpcs_harness.formats.smsp.message import PROFILES, service_name
from cpcs_harness.formats.smsp.schemas import problems
from cpcs_harness.formats.soap import UUID_PATTERN
from cpcs_harness.judging import (
    EvidenceView,
    NotMet,
    criterion,
    expect,
    expect_all_different,
    expect_equal,
    expect_match,
    expect_none,
)
from cpcs_harness.judging.in_words import in_words
from cpcs_harness.times import seconds_of

from ._requests import read, requests

SKEW_SECONDS = 300
"""What clocks of two organisations may differ by."""
OF_GRAMMAR = frozenset({"XML", "XSD", "ROOT", "HEADER", "SIZE"})
"""Rules of the schema; the others are of what the envelopes say of each other."""


@criterion("SMSP-01")
def test_a_request_says_the_same_of_itself_everywhere(evidence: EvidenceView):
    """SOAPAction, wsa:Action and header/@service name one service; profile, counts and ids fit the payload."""
    for call, request in requests(evidence):
        action = (call.request.header("SOAPAction") or "").strip().strip('"')
        service = service_name(action)
        expect(service != "", "a SOAPAction that names one of the five services", action, call)
        expect_equal("wsa:Action", action, request.action, call)
        expect_equal("header/@service", action, request.service, call)
        expect_equal("manifest/@count", "1", request.manifest_count, call)
        expect_equal("payloads/@count", "1", request.payloads_count, call)
        expect_equal("the profiles", [PROFILES[service]], [profile for _, profile in request.items], call)
        todo = "Give the manifest item the id of the payload."
        expect_equal(
            "the ids of the payloads", list(request.payloads), [id for id, _ in request.items], call, todo
        )


@criterion("SMSP-02")
def test_every_request_has_ids_of_its_own(evidence: EvidenceView):
    """MessageID and tracking id are UUIDs, and none comes twice in the run, whoever's request it is."""
    asked = [call for call in evidence.of_run("smsp", at_least=2) if call.request.method == "POST"]
    calls = [(call, read(call)) for call in asked]  # who gets the WSDL asks about nobody
    for call, request in calls:
        expect_match("wsa:MessageID", UUID_PATTERN, request.message_id, call)
        expect_match("header/@trackingid", UUID_PATTERN, request.tracking_id, call)
    todo = "Make new ids for each request, also for one that is sent again."
    expect_all_different(
        "wsa:MessageID", [(request.message_id.lower(), call) for call, request in calls], todo
    )
    expect_all_different(
        "header/@trackingid", [(request.tracking_id.lower(), call) for call, request in calls], todo
    )


@criterion("SMSP-03")
def test_a_request_is_made_now_and_holds_for_some_time(evidence: EvidenceView):
    """Created is the present, to within five minutes, and Expires is later than both."""
    for call, request in requests(evidence):
        created, expires = (_seconds(text) for text in (request.created, request.expires))
        if created is None or expires is None:
            said = f"{in_words(request.created)} and {in_words(request.expires)}"
            raise NotMet("Created and Expires with their zones", said, at=call.where, exchanges=[call.id])
        now = seconds_of(call.clock)
        expect(
            abs(created - now) <= SKEW_SECONDS,
            f"Created within 5 minutes of {call.clock}",
            request.created,
            call,
        )
        expect(expires > created, "Expires after Created", request.expires, call)
        expect(expires > now - SKEW_SECONDS, f"Expires after {call.clock}", request.expires, call)


def _seconds(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.timestamp() if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


@criterion("SMSP-05")
def test_a_request_is_valid(evidence: EvidenceView):
    """Envelopes and query are as their schemas have them, under the root element of the service."""
    for call in evidence.exchanges("smsp"):
        wrong = [
            problem for problem in problems(call.request.xml, call.request.body) if problem.rule in OF_GRAMMAR
        ]
        told = [f"{problem.rule} at {problem.where}: {problem.text}" for problem in wrong]
        expect_none("mistake by the schema", told, call, "Keep names and order of the message specification.")
