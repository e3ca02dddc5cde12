"""For a referral that is completed nothing more is supplied, but for what is owing.

Source: CPCS Technical Toolkit, June 2021, record keeping and claims: one consultation, one supply, one claim.
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect

COMPLETE, SUPPLY = "complete", "supply_medicine"


@criterion("SUP-17")
def test_nothing_is_supplied_once_more_for_a_completed_referral(evidence: EvidenceView):
    """Refused, or not done; where a part was owing, whatever is handed out later may be that."""
    looked = False
    for journey in evidence.each():
        supplies = journey.attempts(SUPPLY)
        closed = {seen.about: seen.seq for seen in reversed(journey.observations(COMPLETE, at_least=0))}
        for seen in supplies:
            if seen.seq < closed.get(seen.about, seen.seq + 1):
                continue
            before = [one for one in supplies if one.about == seen.about and one.seq < seen.seq]
            given = [item for one in before for item in one.given.get("items") or [one.given]]
            if not any("owing" in item for item in given):
                looked = True
                expect(seen.status != "done", "no further supply for a completed referral", seen.status, seen)
    if not looked:
        raise NotShown("no supply was tried for a referral that is completed")
