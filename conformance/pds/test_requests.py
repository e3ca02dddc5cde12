"""What every PDS call carries, and must not."""

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    criterion,
    expect_equal,
    expect_match,
    expect_none,
)
from cpcs_harness.judging.expect import expect_all_different

UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
"""The gateway takes no `urn:uuid:` before it."""
RETRIED = frozenset({0, 401, 408, 429, 500, 502, 503, 504})
"""Answers after which the same request may come again, under the same id."""
GATEWAY_HEADERS = frozenset(
    {
        "nhsd-identity-uuid",
        "nhsd-identity-idp",
        "nhsd-asid",
        "nhse-pds-custom-attributes",
        "nhse-pds-privileged-access",
        "x-sync-wrapped",
        "nhsd-correlation-id",
        "nhsd-request-id",
    }
)
"""Set by the gateway itself; a client that sends them claims what it may not."""


def logical_requests(calls: list[ExchangeView]) -> list[ExchangeView]:
    """Leave out what is only sent again after a failure: same method, target and id as the call that failed."""
    failed, kept = set(), []
    for call in sorted(calls, key=lambda call: call.began):  # who waits in vain is recorded when they leave
        key = (call.request.method, call.request.target, call.request.header("X-Request-ID"))
        if key not in failed:
            kept.append(call)
        failed.discard(key)
        if call.response.status in RETRIED or call.fault:
            failed.add(key)
    return kept


@criterion("PDS-03")
def test_every_request_has_an_id_of_its_own(evidence: EvidenceView):
    """X-Request-ID is a UUID, and no two requests of the run share one, but for a retry."""
    calls = evidence.of_run("pds")

    for call in calls:
        expect_match("X-Request-ID", UUID, call.request.header("X-Request-ID"), call)
    ids = [(str(call.request.header("X-Request-ID")).lower(), call) for call in logical_requests(calls)]
    expect_all_different("X-Request-ID", ids, "Make a new UUID for each request; keep it only for a retry.")


@criterion("PDS-04")
def test_every_request_names_the_acting_pharmacy(evidence: EvidenceView):
    """NHSD-End-User-Organisation-ODS is the premises at which the pharmacist acts."""
    for journey in evidence.each():
        for call in journey.exchanges("pds"):
            named = call.request.header("NHSD-End-User-Organisation-ODS")
            due = journey.issued["premises"]["ods"]
            expect_equal(
                "NHSD-End-User-Organisation-ODS", due, named, call, "Take it from the acting premises."
            )


@criterion("PDS-06")
def test_pds_is_only_read_and_nothing_of_the_gateways_is_sent(evidence: EvidenceView):
    """GET only; no header that the gateway owns."""
    for call in evidence.exchanges("pds"):
        expect_equal("the method", "GET", call.request.method, call)
        sent = sorted(name for name, _ in call.request.headers if name.lower() in GATEWAY_HEADERS)
        expect_none("header that the gateway owns", sent, call, "Leave these to the API platform.")
