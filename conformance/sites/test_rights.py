"""Nobody opens or changes a referral of a pharmacy at which they have no role, by whatever id they have of it.

Source: NHS England, Data Security and Protection Toolkit, assertion 4; conventions of the control API, "A referral".
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotApplicable,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import Words

from .._shared.text import plain_name

OPEN = "open_referral"
GONE = "none: it is not listed"
LISTED = {"list_alerts": "alerts", "view_outbox": "outbox"}
"""What a pharmacy has to do, and what waits to be sent, by action."""
TWICE = "sent to both"
"""The patient whom both pharmacies know."""
WHILE_OPEN = (
    "record_contact_attempt",
    "choose_patient",
    "record_consent",
    "record_permission_to_view",
    "view_summary_care_record",
    "supply_medicine",
    "record_consultation",
    "track_prescriptions",
    "check_exemption",
    "declare_exemption",
    "record_no_supply",
    "refer_onward",
    "complete",
    "reject_referral",
)
"""What is done with a referral that waits; its own pharmacy's worklist has it then."""
AFTERWARDS = ("amend_consultation", "notify_gp", "submit_claims", "print_token", "withdraw_claim")
ASKED = (OPEN, *WHILE_OPEN, *AFTERWARDS)
"""What is done with a referral by its id, or shows what is known of its patient."""
GIVEN_BY = {
    OPEN: (),
    "view_summary_care_record": ("record", "sections"),
    "print_token": ("tokens",),
    "track_prescriptions": ("prescriptions",),
    "check_exemption": ("outcome",),
}
"""What only shows something, and where its answer has that."""
NOT_ASKED = ("not-asked", "unavailable")
"""Outcomes of a question about the charge that say nothing of the patient."""


@criterion("SITE-02")
def test_another_pharmacys_referral_is_not_opened_or_changed_by_its_id(evidence: EvidenceView):
    """Refused, not found or failed, however that is said; or done, and nothing of the patient shown.

    Whatever was said, its own pharmacy finds the referral afterwards as it was.
    """
    for journey in evidence.each():
        tries = [seen for action in ASKED for seen in journey.attempts(action, at_least=0)]
        foreign = [(seen, issued) for seen in tries for issued in _foreign(journey, seen)]
        if not foreign:
            raise NotShown(f"journey {journey.id}: nobody asked for another pharmacy's referral")
        for (seen, issued), apart in through(foreign):
            with apart:
                person = issued["person"]
                if seen.action in WHILE_OPEN:
                    _is_as_it_was(journey, seen, issued["premises"]["ods"])
                received = (
                    Words(f"{seen.status}, and it shows {person['family']}")
                    if _shows(seen, person)
                    else seen.status
                )
                lawful = seen.status != "done" or (_gives_nothing(seen) and not _shows(seen, person))
                what = f"a refusal of {seen.action} at {seen.actor['ods']}"
                expect(
                    lawful, what, received, seen, "Ask of each id whether it is of the actor's own pharmacy."
                )
        _nothing_is_listed_elsewhere(journey)


def _nothing_is_listed_elsewhere(journey: JourneyView) -> None:
    """Hold that whoever works at a pharmacy to which nobody of the journey was referred sees none of them listed."""
    everybody = (journey.issued, *journey.also.values())
    known = {issued["premises"]["ods"] for issued in everybody}
    looks = [seen for seen in journey.attempts("worklist", at_least=0) if seen.actor.get("ods") not in known]
    for seen in looks:
        shown = [issued["person"]["family"] for issued in everybody if _shows(seen, issued["person"])]
        todo = "Give no worklist to whoever works at a pharmacy that is not served."
        expect_none(f"patient of another pharmacy listed at {seen.actor['ods']}", shown, seen, todo)


@criterion("SITE-02")
def test_no_pharmacy_has_the_alerts_or_the_outbox_of_another(evidence: EvidenceView):
    """Nobody is told of, as something to do or as waiting to be sent, who was referred to another pharmacy alone."""
    for journey in evidence.each():
        looks = [seen for action in LISTED for seen in journey.attempts(action, at_least=0)]
        if not any(seen.shown.get(LISTED[seen.action]) for seen in looks):
            raise NotApplicable(f"journey {journey.id}: no pharmacy had an alert, or something that waited")
        patients = {"": journey.issued, **journey.also}
        for seen in looks:
            others = [
                issued
                for label, issued in patients.items()
                if label != TWICE and issued["premises"]["ods"] != seen.actor.get("ods")
            ]
            shown = [issued["person"]["family"] for issued in others if _names(seen, issued["person"])]
            todo = "List what is of the actor's own pharmacy alone."
            expect_none(f"patient of another pharmacy in {seen.action}", shown, seen, todo)
            ids = {tried.referral for tried in journey.seen if tried.about in _documents(others)} - {None, ""}
            listed = seen.shown.get(LISTED[seen.action]) or ()
            rows = [row for row in listed if str(row.get("referral")) in ids]
            expect_none(f"row of another pharmacy in {seen.action}", rows, seen, todo)


def _documents(patients: list[Mapping[str, Any]]) -> set[str]:
    return {str(issued["report"]["document_id"]) for issued in patients}


def _foreign(journey: JourneyView, seen: ObservationView) -> list[Mapping[str, Any]]:
    """Give what was issued for the patient whom an action was about, where the referral is another pharmacy's."""
    own = (journey.issued, *journey.also.values())
    about = [issued for issued in own if issued["report"]["document_id"] == seen.about]
    return [issued for issued in about if issued["premises"]["ods"] != seen.actor.get("ods")]


def _is_as_it_was(journey: JourneyView, tried: ObservationView, ods: str) -> None:
    """Hold that a referral is on its own pharmacy's worklist with the status that it had before somebody else's try."""
    before, after = (_statuses(journey, tried, ods, way) for way in (-1, 1))
    if not before or before[-1][1] == GONE:
        return  # nothing was seen of it then, of which a change could be told
    if not after:
        raise NotShown(
            f"journey {journey.id}: nobody looked at the worklist after {tried.action} at another pharmacy"
        )
    look, status = after[0]
    if _own_acts(journey, tried, ods, before[-1][0].seq, look.seq):
        return  # its own pharmacy may have changed it
    what = f"the status of a referral that {tried.action} was tried on at {tried.actor['ods']}"
    expect_equal(what, before[-1][1], status, look, "Refuse it before anything is done.")


def _own_acts(
    journey: JourneyView, tried: ObservationView, ods: str, after: int, before: int
) -> list[ObservationView]:
    """Give what its own pharmacy did with a referral between two events."""
    between = [seen for seen in journey.seen if after < seen.seq < before and seen.about == tried.about]
    return [seen for seen in between if seen.actor.get("ods") == ods and seen.action in ASKED]


def _statuses(
    journey: JourneyView, tried: ObservationView, ods: str, way: int
) -> list[tuple[ObservationView, str]]:
    """Give the status of a referral in each look at its own pharmacy's worklist before (-1) or after (1) a try."""
    looks = [seen for seen in journey.attempts("worklist", at_least=0) if seen.status == "done"]
    own = [seen for seen in looks if seen.actor.get("ods") == ods]
    return [(seen, _status(seen, tried.referral)) for seen in own if (seen.seq - tried.seq) * way > 0]


def _status(look: ObservationView, referral: str | None) -> str:
    rows = [row for row in look.shown.get("referrals") or () if str(row.get("referral")) == referral]
    return str(rows[0].get("status") or "") if rows else GONE


def _gives_nothing(seen: ObservationView) -> bool:
    """Say whether an action that only shows something showed nothing of a patient, as where it leads to a website."""
    if seen.action not in GIVEN_BY:
        return False
    path, given = GIVEN_BY[seen.action], seen.shown
    for name in path:
        given = given.get(name) or {}
    return not (path and given) or given in NOT_ASKED


def _shows(seen: ObservationView, person: Mapping[str, Any]) -> bool:
    return _has_number(seen, person) or _has_word(seen, person["family"])


def _names(seen: ObservationView, person: Mapping[str, Any]) -> bool:
    """Say whether a patient is named where practices and streets may be too, of which a family name can be a word."""
    return _has_number(seen, person) or all(_has_word(seen, person[part]) for part in ("family", "given"))


def _has_number(seen: ObservationView, person: Mapping[str, Any]) -> bool:
    shown = squeezed(json.dumps(seen.shown, ensure_ascii=False)).replace(" ", "")
    return person["nhs_number"] in shown


def _has_word(seen: ObservationView, name: str) -> bool:
    # By itself: short names are parts of what anybody is told, as Lee is of asleep.
    named = rf"(?<!\w){re.escape(plain_name(name))}(?!\w)"
    return re.search(named, plain_name(str(seen.shown))) is not None
