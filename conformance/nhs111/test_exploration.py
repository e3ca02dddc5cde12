"""Referrals that were drawn at random are shown as sent, or refused with a fault that says why.

Source: NHS 111 Domain Message Specification v2.1 RC1, values that the schema allows.
"""

from cpcs_harness.judging import EvidenceView, JourneyView, NotMet, NotShown, criterion

from .._shared.nhs111_report.attempts import faults_of_attempt

ENOUGH = 0.5
"""Share of the lawful examples that must have been taken in: a system that refuses everything shows nothing."""


@criterion("N111-44")
def test_each_drawn_referral_appears_as_sent_or_is_refused_with_a_reason(evidence: EvidenceView):
    """The smallest failing message is named first; one that does not fail again is not repeatable."""
    for journey in evidence.each():
        wrong = {
            call.id: (call, faults) for call in attempts(journey) if (faults := faults_in(journey, call))
        }
        if not wrong and journey.explored is None:
            raise NotShown("the exploration did not come to its end")
        if not wrong:
            continue
        smallest = (journey.explored or {}).get("smallest") or {}
        call, faults = wrong.get(smallest.get("exchange")) or min(
            wrong.values(), key=lambda pair: len(pair[0].request.body)
        )
        again = [smallest["again"]] if call.id == smallest.get("exchange") else []
        expected = "the referral shown as it was sent, or refused with a fault that says why"
        if again and not smallest["repeated"]:
            raise NotMet(
                f"{expected}, each time",
                f"not repeatable: {'; '.join(faults)}; and the same values sent again were all right",
                at=call.where,
                todo="Compare the two: what differs is the patient, and the time.",
                exchanges=[call.id, *again],
                timing="absent" if nothing_came_of(journey, call) else None,
            )
        timing = "absent" if nothing_came_of(journey, call) else None
        told = "; ".join(faults)
        raise NotMet(expected, told, at=call.where, exchanges=[call.id, *again], timing=timing)


def attempts(journey: JourneyView) -> list:
    """Give the drawn referrals; too few taken in is NotShown."""
    sent = [call for call in journey.sent("nhs111", "send_report") if call.facts["variant"]]
    lawful = [call for call in sent if not call.facts["damage"]]
    taken = [call for call in lawful if call.response.status == 200]
    if not lawful or len(taken) < ENOUGH * len(lawful):
        raise NotShown(
            f"of {len(lawful)} lawful examples {len(taken)} were taken in, and half of them are needed"
        )
    return sent


def nothing_came_of(journey: JourneyView, call) -> bool:
    """Say whether an attempt got no answer, or was taken, being lawful, and never shown."""
    kept = call.response.status == 200 and not call.facts["damage"]
    return call.is_unanswered or (kept and not journey.shown_of(call.facts["report"]["document_id"]))


def faults_in(journey: JourneyView, call) -> list[str]:
    """Say what is wrong with one attempt, from the evidence."""
    report = call.facts["report"]
    opened = journey.shown_of(report["document_id"])
    shown = opened[-1].shown if opened else None
    return faults_of_attempt(report, call.facts["damage"], call.response.status, call.response.xml, shown)
