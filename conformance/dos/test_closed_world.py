"""Every pharmacy that DoS gave is shown, and none that it did not give; what later guidance has hidden may be hidden.

Source: UEC DoS REST API v1.0, byServiceType, response; BaRS, guide to CPCS, choice of a service (interface sheet
dos-eps-rtec-scr-dmd, sections 2.3 to 2.5). BaRS is later than the Toolkit, and asks no more than a should; that a
corner of the square is beyond the Toolkit's radius is arithmetic.
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal
from cpcs_harness.judging.in_words import Words, in_words

from ._left_out import MARGIN, SOON, is_red, may_lack, of_use
from ._names import name_of
from ._searches import answered


@criterion("DOS-07")
def test_those_are_shown_that_dos_gave_and_no_others(evidence: EvidenceView):
    """Both ways: none lacks but what is of no use or too far off, and none is there that DoS did not give."""
    for search in answered(evidence):
        offered, names = search.offered, [service_id for service_id, _ in search.shown]
        strange = [screen for service_id, screen in search.shown if service_id not in offered]
        expect(not strange, f"nobody but {in_words(sorted(offered))}", strange, search.seen)
        expect_equal("each pharmacy once", sorted(set(names)), sorted(names), search.seen)
        missing = [
            f"{name_of(service)} ({service_id})"
            for service_id, service in offered.items()
            if service_id not in names and not may_lack(search, service)
        ]
        received = Words(f"without {in_words(missing)}; {search.seen.told}")
        expect(not missing, f"all of {in_words(sorted(offered))}", received, search.seen, timing="absent")


@criterion("DOS-16")
def test_a_pharmacy_without_capacity_is_not_offered_as_others_are(evidence: EvidenceView):
    """Red: left out, or shown with word of it."""
    found = [search for search in answered(evidence) if any(map(is_red, search.offered.values()))]
    if not found:
        raise NotShown("DoS gave no pharmacy without capacity")
    for search in found:
        for service_id, screen in search.shown:
            if service_id in search.offered and is_red(search.offered[service_id]):
                todo = "Leave it out, or say that it has no capacity."
                expect(
                    bool(screen.get("capacity")),
                    "no red pharmacy without word of it",
                    screen,
                    search.seen,
                    todo,
                )


@criterion("DOS-17")
def test_a_pharmacy_that_is_shut_for_a_day_is_not_offered(evidence: EvidenceView):
    """Shut, or about to shut within half an hour, and not open again within 24 hours: left out."""
    shut_somewhere = False
    for search in answered(evidence):
        shut = {
            service_id
            for service_id, service in search.offered.items()
            if not any(of_use(search, service, SOON - MARGIN))
        }
        shut_somewhere = shut_somewhere or bool(shut)
        found = [screen for service_id, screen in search.shown if service_id in shut]
        expect(not found, "no pharmacy that is shut for the next 24 hours", found, search.seen)
    if not shut_somewhere:
        raise NotShown("DoS gave no pharmacy that was shut for a day")
