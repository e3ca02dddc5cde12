"""What is completed is amended as an amendment, in the name of who amends it.

Source: model of the project, from ITK FHIR Digital Medicines 1.2.9, replacement documents (interface sheet
mesh-itk3-nhsmail-mys, section B7, check F2 40).
"""

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView, criterion, expect
from cpcs_harness.judging.in_words import Words

TODO = "Refuse it, and have it corrected by an amendment that keeps what was recorded before."


@criterion("ENR-09")
def test_what_is_completed_is_not_recorded_over_in_silence(evidence: EvidenceView):
    """Refused or failed, however that is said; or done, and shown with the number of the amendment that it is."""
    for journey in evidence.each():
        over = [seen for seen in journey.attempts("record_consultation") if _is_completed(journey, seen)]
        if not over:
            raise NotShown(f"journey {journey.id}: nothing was recorded once more after it was completed")
        for seen in over:
            lawful = seen.status != "done" or _is_amendment(seen)
            expect(lawful, "a refusal, or an amendment", Words("a record like the first"), seen, TODO)


def _is_completed(journey: JourneyView, seen: ObservationView) -> bool:
    ended = journey.attempts("complete")
    return any(done.status == "done" and done.about == seen.about and done.seq < seen.seq for done in ended)


def _is_amendment(seen: ObservationView) -> bool:
    recorded = seen.shown.get("consultation") or {}
    number = recorded.get("amendment") if isinstance(recorded, dict) else None
    return isinstance(number, int) and number > 0
