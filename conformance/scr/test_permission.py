"""Permission to view is asked and recorded before anything is fetched.

Source: NHS Digital, Summary Care Record, permission to view (interface sheet dos-eps-rtec-scr-dmd, section 5.2, checks
79 and 80).
"""

import re
from datetime import datetime

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    ObservationView,
    criterion,
    expect,
    expect_all,
    expect_equal,
    expect_none,
    expect_same,
    through,
)
from cpcs_harness.judging.in_words import in_words
from cpcs_harness.times import moment_of

from .._shared.moments import ZONES
from .._shared.text import plain_name
from ._records import Patient, needed, outcome, patients, sections_of

PERMITTED = (
    "emergency",
    "stale",
    "replaced",
    "hostile",
    "huge",
    "busy",
    "roles",
    "first-of-two",
    "next-of-two",
)
SHOWN = ("emergency", "first-of-two")
"""Patients whose record has to have been shown: or else nobody was asked for permission to anything."""
UNASKED = ("unasked", "old-yes", "refused", "next-of-two")
"""Patients whose record somebody tried to open before the patient had permitted it."""
ALLOWING = ("given", "not-asked")
RECORD = "record_permission_to_view"
NEAR = 180.0
"""Seconds that may lie between what is recorded and the clock that it was recorded by."""


def recorded(patient: Patient, *answers: str) -> list[ObservationView]:
    """Give each time that a patient's permission was written down, with an answer of these; none is NotShown."""
    found = [seen for seen in patient.seen(RECORD, "done") if seen.given.get("permission") in answers]
    return needed(found, f"recorded permission of {in_words(patient.label)}", patient.journey)


def asked_unpermitted(patient: Patient) -> list[ExchangeView]:
    """Give what was asked about a patient before an answer was to be written down that allows it.

    Whoever fetches the record as soon as it is may do so before the action has ended.
    """
    done = [seen for seen in patient.seen(RECORD, "done") if seen.given.get("permission") in ALLOWING]
    if not done:
        return patient.calls()
    since = max((seen.seq for seen in patient.journey.seen if seen.seq < done[0].seq), default=0)
    return [call for call in patient.calls() if call.seq < since]


@criterion("SCR-03")
def test_nothing_is_asked_before_permission_is_recorded(evidence: EvidenceView):
    """The first call about a patient comes after the answer was written down."""
    for journey in evidence.each():
        for patient in patients(journey, *SHOWN):
            patient.served()
        for patient, apart in through(patients(journey, *PERMITTED)):
            with apart:
                said = recorded(patient, *ALLOWING)[0]
                early = [call.where for call in asked_unpermitted(patient)]
                expect_none(
                    "call before permission was recorded", early, said, "Ask, write it down, then fetch."
                )


@criterion("SCR-04")
def test_what_is_recorded_says_who_when_and_what(evidence: EvidenceView):
    """The answer, the person whom CIS2 signed in, or somebody's name, the moment, and in an emergency the reason."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, "refused", "emergency", "first-of-two")):
            with apart:
                for seen in recorded(patient, "given", "refused", "not-asked"):
                    expect_equal("the answer", seen.given["permission"], seen.shown.get("permission"), seen)
                    expect_who(journey, seen)
                    expect_now(seen)
                    if seen.given.get("reason"):
                        expect_same("the reason", seen.given["reason"], seen.shown.get("reason"), seen)


@criterion("SCR-05")
def test_without_permission_nothing_is_asked(evidence: EvidenceView):
    """Never asked, refused, permitted to the Spine in former times, or permitted by the patient before."""
    for journey in evidence.each():
        patients(journey, "first-of-two")[0].found()  # or else nobody is refused anything
        for patient, apart in through(patients(journey, *UNASKED)):
            with apart:
                tried = patient.views()[0]
                early = [call.where for call in asked_unpermitted(patient)]
                expect_none("call without the patient's permission", early, tried, "Refuse, and say why.")
                expect_nothing_shown(tried)


@criterion("SCR-05")
def test_a_permission_that_was_taken_back_is_none(evidence: EvidenceView):
    """The patient permitted a view, and then permits none: nothing is asked any more, and no record shown."""
    for journey in evidence.each():
        (patient,) = patients(journey, "taken-back")
        patient.found()  # or else there was nothing to take back
        last = recorded(patient, "refused")[-1]
        tried = needed([view for view in patient.views() if view.seq > last.seq], "later view", journey)
        asked = [call.where for call in patient.calls() if call.seq > last.seq]
        expect_none("call after permission was taken back", asked, tried[0], "Go by what was recorded last.")
        expect_nothing_shown(tried[0])


@criterion("SCR-05")
def test_nothing_is_asked_about_whose_number_the_referral_has(evidence: EvidenceView):
    """The patient who permits a view was traced, and goes by another number than the referral has."""
    for journey in evidence.each():
        patient, bystander = patients(journey, "other-number", "whose number it is")
        adopted = patient.seen("choose_patient", "done")
        if not adopted:
            continue  # nobody has found out that the number is another patient's
        asked = [call.where for call in bystander.calls() if call.seq > adopted[-1].seq]
        todo = "Ask by the number of the record that was adopted, and not by the referral's."
        expect_none("call about the patient whose number it is", asked, patient.views()[-1], todo)


@criterion("SCR-06")
def test_emergency_access_needs_a_reason(evidence: EvidenceView):
    """Without one, or with blanks in its place, nothing is asked; with one the record is opened."""
    for journey in evidence.each():
        patient, other = patients(journey, "emergency-without-reason", "emergency")
        other.found()
        tried = patient.views()
        asked = [call.where for call in patient.calls()]
        expect_none("call without a reason", asked, tried[-1], "Have the reason entered first.")
        for view in tried:
            expect_nothing_shown(view)


def expect_nothing_shown(seen: ObservationView) -> None:
    """Raise NotMet where a view showed a record, by its own word or by any section."""
    expect(outcome(seen) != "found", "no record", outcome(seen), seen)
    expect_none("section", sections_of(seen)[:1], seen)


def expect_who(journey: JourneyView, seen: ObservationView) -> None:
    """Hold that a name stands, and that it is the one which CIS2 gave, where somebody signed in there.

    What the harness hands over of whoever acts is never what is asked for: to say it again shows nothing.
    """
    by = plain_name(seen.shown.get("by"))
    expect(by != "", "who recorded it", seen.shown.get("by"), seen)
    told = [call for call in journey.exchanges("cis2", "userinfo", at_least=0) if call.seq < seen.seq]
    for call in told[-1:]:
        name = plain_name(f"{_of(call, 'given_name')} {_of(call, 'family_name')}")
        missing = [word for word in name.split() if word not in by.split()]
        what = "the name of who signed in with CIS2, in who recorded it"
        expect_all(what, missing, seen, "Name whom CIS2 signed in, and not who a request says that they are.")


def _of(call: ExchangeView, key: str) -> str:
    told = call.response.json
    return str(told.get(key) or "") if isinstance(told, dict) else ""


def expect_now(seen: ObservationView) -> None:
    """Raise NotMet unless the moment is a date with a time, and that of recording; without a zone in London or UTC."""
    at, made = moment_in(seen.shown.get("at")), moment_of(seen.clock)
    expect(at is not None, "when it was recorded", seen.shown.get("at"), seen)
    moments = [at] if at and at.tzinfo else [at.replace(tzinfo=zone) for zone in ZONES if at]
    near = any(abs((moment - made).total_seconds()) <= NEAR for moment in moments)
    todo = "Keep the moment at which this answer was recorded."
    expect(near, f"a moment about {made.isoformat()}", seen.shown.get("at"), seen, todo)


def moment_in(text: object) -> datetime | None:
    """Give the date and time of a text; None where it has not both."""
    try:
        timed = isinstance(text, str) and re.search(r"\d[T ]\d", text) is not None
        return datetime.fromisoformat(str(text)) if timed else None
    except ValueError:
        return None
