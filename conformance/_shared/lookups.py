"""What was shown of patients who were looked up in a national service, one patient of a journey by its label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.errors import NotShown
from cpcs_harness.judging import expect
from cpcs_harness.judging.views import JourneyView, ObservationView

from .screen import digits

LOOKS = ("find_patient", "choose_patient", "open_referral")
"""What shows a patient's record: the look-up, the record chosen, and the referral that adopted it."""
FIND = LOOKS[0]
_NOBODY = re.compile(
    r"(?:(?:^|[.;]|\b(?:patient|person|result|outcome|search|pds):) *)not? (?:found|match|matches)(?= *(?:$|[.;:,!]))"
    r"|\b(?:nobody|nothing|no (?:patient|person|one|match))\b(?! (?:else|other|further|more)\b)(?: \w+){0,3}? "
    r"(?:found|match|matches|matched|known|exists|has this)\b(?! (?:to|in|at)\b)"
    r"|\bpatient (?:(?:was|is|could|can) )?not (?:be )?(?:found|known)\b(?! (?:to|by|under|in|at)\b)",
    re.IGNORECASE,
)
"""Words by which a screen says that nobody was found: not of a field, of anybody else, of a place or of one way."""
_OF_A_NAME = re.compile(r"\b(?:former|previous|earlier|old|now|current|present|history)\b", re.IGNORECASE)
"""Words of somebody who was found otherwise than by the name that they have now."""
ANSWERED = ("done", "refused", "failed")
"""How something ends that the candidate answered; else nothing follows from what did not happen."""


def issued_to(journey: JourneyView, label: str) -> Mapping[str, Any]:
    """Give what was issued for a further patient; NotShown where the journey did not come so far."""
    if label not in journey.also:
        raise NotShown(f"journey {journey.id}: nobody was issued as {label}")
    return journey.also[label]


def held(journey: JourneyView, label: str) -> Mapping[str, Any]:
    """Give what the Spine held of a patient last."""
    if label not in journey.held:
        raise NotShown(f"journey {journey.id}: the Spine was given no record of {label}", blame="harness")
    return journey.held[label]


def steps(journey: JourneyView, label: str, action: str = "find_patient") -> list[ObservationView]:
    """Give every time that something was done about a patient's referral, however it ended; never is NotShown."""
    document = issued_to(journey, label)["report"]["document_id"]
    found = [seen for seen in journey.seen if seen.about == document and seen.action == action]
    if not found or all(seen.status == "cannot" for seen in found):
        raise NotShown(f"journey {journey.id}: {action} was not done for patient {label}")
    journey.looked_at.extend(seen.id for seen in found)
    return found


def expect_nobody_is_not_said(journey: JourneyView) -> None:
    """Raise NotMet where a look-up that found somebody says that it found nobody."""
    found = [seen for seen in journey.seen if seen.action == FIND and seen.shown.get("outcome") == "found"]
    journey.looked_at.extend(seen.id for seen in found)
    for seen in found:
        said = says_nobody(str(seen.shown.get("message") or ""))
        expect(not said, "no word of nobody beside who was found", said, seen)


def says_nobody(message: str) -> str:
    """Give the words of a message by which nobody was found; empty where it says that of a name alone, or not."""
    words = None if _OF_A_NAME.search(message) else _NOBODY.search(message)
    return words[0] if words else ""


def attempts(journey: JourneyView, label: str, action: str = "find_patient") -> list[ObservationView]:
    """Give every time that something was done about a patient and answered, also by a refusal; never is NotShown."""
    taken = steps(journey, label, action)
    found = [seen for seen in taken if seen.status in ANSWERED]
    if not found:
        last = taken[-1]
        raise NotShown(f"journey {journey.id}: {action} for patient {label} ended {last.status}: {last.told}")
    return found


def done(journey: JourneyView, label: str, action: str, after: int = 0) -> list[ObservationView]:
    """Give every time that something was done about a patient after an event; never is NotShown, with the reason."""
    taken = [seen for seen in steps(journey, label, action) if seen.seq > after]
    found = [seen for seen in taken if seen.status == "done"]
    if not found:
        last = f"ended {taken[-1].status}: {taken[-1].told}" if taken else "was not done"
        raise NotShown(f"journey {journey.id}: {action} for patient {label} {last}")
    return found


def looks_at(journey: JourneyView, label: str, after: int = 0) -> list[ObservationView]:
    """Give all that showed a patient's record from the first look-up after an event on; no look-up is NotShown."""
    first = done(journey, label, "find_patient", after)[0]
    document = issued_to(journey, label)["report"]["document_id"]
    shown = [seen for action in LOOKS for seen in journey.shown_of(document, action)]
    return sorted((seen for seen in shown if seen.seq >= first.seq), key=lambda seen: seen.seq)


def outcome(seen: ObservationView) -> str:
    """Give what came of a look-up, as the candidate says; where it says nothing, how the action ended."""
    return str(seen.shown.get("outcome") or seen.status)


def matches(seen: ObservationView) -> list[Mapping[str, Any]]:
    """Give the patients that were shown."""
    return [match for match in seen.shown.get("matches") or [] if match]


def patient_in(seen: ObservationView) -> Mapping[str, Any]:
    """Give the patient that was shown: the first match, the one chosen, or the one that the referral adopted."""
    if seen.action == "find_patient":
        return next(iter(matches(seen)), {})
    name = "patient" if seen.action == "choose_patient" else "adopted_patient"
    found = seen.shown.get(name)
    return found if isinstance(found, Mapping) else {}


def number_in(seen: ObservationView) -> str:
    """Give the NHS number that was shown, without the spaces that people read it by."""
    return digits(patient_in(seen).get("nhs_number"))


def kinds(notices: Iterable[Mapping[str, Any]] | None) -> set[str]:
    """Give the kinds of some notices."""
    return {str(notice.get("kind")) for notice in notices or []}


def told_of(seen: ObservationView) -> set[str]:
    """Give the kinds of all notices that stood beside the patient."""
    return kinds(seen.shown.get("notices")) | kinds(patient_in(seen).get("notices"))


def located(seen: ObservationView) -> list[str]:
    """Name the fields of the record shown that say where the patient is."""
    patient = patient_in(seen)
    address, practice = patient.get("address") or {}, patient.get("practice") or {}
    fields = {
        "address": [line for line in address.get("lines") or [] if line],
        "postcode": address.get("postcode"),
        "telephone": patient.get("telephone"),
        "practice": practice.get("ods") or practice.get("name"),
    }
    return [name for name, value in fields.items() if value]


def shows_nobody(seen: ObservationView) -> bool:
    """Say whether this is a referral that has adopted no record: nothing can stand beside it."""
    return seen.action == "open_referral" and not patient_in(seen)


def told(seen: ObservationView) -> str:
    """Give what the person was told in words, beside the patient too."""
    kept = [*(seen.shown.get("notices") or []), *(patient_in(seen).get("notices") or [])]
    notices = [str(notice.get("text") or "") for notice in kept]
    return " ".join([str(seen.shown.get("message") or ""), seen.told, *notices]).strip()
