"""PDS is asked each time that a patient is traced.

Source: PDS Spine Mini Service, client requirements, MSCA-PDS-05 (interface sheet pds-smsp-auth, section 14, checks C47
and C48).
"""

from cpcs_harness.judging import EvidenceView, criterion, expect, through
from cpcs_harness.judging.in_words import Words

from .._shared.screen import digits
from ._records import labelled
from ._requests import issued_to, logical_requests, steps

TRACED = ("moves", "dies", "becomes-restricted", "becomes-invalid", "is-replaced")


@criterion("PDS-27")
def test_pds_is_asked_anew_at_each_trace_and_no_more_than_once(evidence: EvidenceView):
    """One retrieve between the order to search by number and its end, a repetition after a failure apart."""
    for (journey, label), apart in through(labelled(evidence, *TRACED)):
        with apart:
            number = issued_to(journey, label)["person"]["nhs_number"]
            order = [seen.seq for seen in journey.seen]
            by_number = [seen for seen in steps(journey, label) if seen.given.get("nhs_number")]
            for seen, alone in through(by_number):
                with alone:
                    before = max((seq for seq in order if seq < seen.seq), default=0)
                    calls = [
                        call
                        for call in journey.exchanges("pds")
                        if before < call.seq < seen.seq
                        and call.operation == "read_patient"
                        and digits(call.request.segments[-1]) == number
                    ]
                    todo = "Retrieve the record when somebody asks for it; show no older copy in its place."
                    expect(bool(calls), "a retrieve from PDS", Words("none"), seen, todo)
                    more = [call.where for call in logical_requests(calls)[1:]]
                    once = "no second retrieve for one search"
                    expect(not more, once, more, seen, "Use what was retrieved.", timing="repeated")
