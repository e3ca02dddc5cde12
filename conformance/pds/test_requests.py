"""What every request to PDS carries, and what it must not carry.

Source: Personal Demographics Service FHIR API, request headers (interface sheet pds-smsp-auth, section 2.1, checks C20
to C26).
"""

import re
from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    criterion,
    expect,
    expect_equal,
    expect_match,
    expect_none,
    through,
)
from cpcs_harness.judging.expect import expect_all_different

from ._requests import calls_about, issued_to, logical_requests

UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
"""The gateway takes no `urn:uuid:` before it."""
GATEWAY_HEADERS = frozenset(
    {
        "nhsd-identity-uuid",
        "nhsd-identity-idp",
        "nhsd-asid",
        "nhse-pds-custom-attributes",
        "nhse-pds-privileged-access",
        "x-sync-wrapped",
    }
)
"""Set by the gateway itself; a client that sends them claims what it may not."""
READING = ("read_patient", "search_patient", "related_person", "ping", "status")


@criterion("PDS-03")
def test_every_request_has_an_id_of_its_own(evidence: EvidenceView):
    """X-Request-ID is a UUID, and no two requests of the run share one, but for a retry."""
    calls = evidence.of_run("pds")

    for call in calls:
        expect_match("X-Request-ID", UUID, call.request.header("X-Request-ID"), call)
    ids = [(str(call.request.header("X-Request-ID")).lower(), call) for call in logical_requests(calls)]
    expect_all_different("X-Request-ID", ids, "Make a new UUID for each request; keep it only for a retry.")
    evidence.exchanges("pds")  # the calls of a self-test alone show too little to pass


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
    """GET only, of patients and their related persons; no header that the gateway owns."""
    for call in evidence.exchanges("pds"):
        expect_equal("the method", "GET", call.request.method, call)
        known = call.operation in READING
        expect(
            known,
            "a patient, a search or related persons",
            call.request.target,
            call,
            "PDS has no more to read.",
        )
        sent = sorted(name for name, _ in call.request.headers if name.lower() in GATEWAY_HEADERS)
        expect_none("header that the gateway owns", sent, call, "Leave these to the API platform.")


@criterion("PDS-44")
def test_nothing_of_the_patient_is_in_a_header(evidence: EvidenceView):
    """Headers are logged by every server on the way: no NHS number, birth date or family name is in any of them."""
    for journey in evidence.each():
        people = [issued["person"] for issued in (journey.issued, *journey.also.values())]
        for call in journey.exchanges("pds"):
            for name, value in call.request.headers:
                found = [kind for person in people for kind in told_of(person, value)]
                expect_none(
                    f"patient data in {name}", sorted(set(found)), call, "Leave patients out of headers."
                )


def told_of(person: Mapping[str, Any], value: str) -> list[str]:
    """Name what a header's value tells of a person."""
    bare, said = re.sub(r"[\s-]", "", value), value.casefold()
    marks = {"birth date": person["birth_date"], "family name": person["family"].casefold()}
    kinds = [kind for kind, text in marks.items() if text in said]
    return kinds + (["NHS number"] if re.search(rf"(?<!\d){person['nhs_number']}(?!\d)", bare) else [])


@criterion("PDS-45")
def test_the_requests_of_a_consultation_have_a_mark_in_common(evidence: EvidenceView):
    """X-Correlation-ID is the same for all requests of one referral, another for the next, and without a dot."""
    for journey in evidence.each():
        owners: dict[str, str] = {}
        for label, apart in through(("unique", "none", "too-many")):
            with apart:
                calls = calls_about(journey, label, at_least=2)
                marks = [str(call.request.header("X-Correlation-ID") or "") for call in calls]
                expect(all(marks) and len(set(marks)) == 1, "one X-Correlation-ID", marks, calls[-1])
                expect("." not in marks[0], "X-Correlation-ID without a dot", marks[0], calls[0])
                other = owners.setdefault(marks[0], label)
                expect_equal("the referral of this X-Correlation-ID", label, other, calls[0])


@criterion("PDS-46")
def test_a_locums_requests_name_the_pharmacy_of_the_patient(evidence: EvidenceView):
    """Who works in two pharmacies on one day asks for each patient in the name of that patient's pharmacy."""
    for journey in evidence.each():
        for label, apart in through(("here", "there", "here again")):
            with apart:
                due = issued_to(journey, label)["premises"]["ods"]
                for call in calls_about(journey, label):
                    named = call.request.header("NHSD-End-User-Organisation-ODS")
                    expect_equal(
                        "NHSD-End-User-Organisation-ODS",
                        due,
                        named,
                        call,
                        "Take it from where the person works now.",
                    )
