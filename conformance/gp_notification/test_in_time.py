"""What the practice has to know in time: notifications that wait too long, and what no notification is good for.

Source: model of the project (docs/reference/gp-notification-model.md), from what NHS England says of Pharmacy First and
of GP Connect Update Record (interface sheet mesh-itk3-nhsmail-mys, section C2, part E, check F4 71).
"""

from collections.abc import Iterator

from cpcs_harness.judging import (
    EvidenceView,
    NotApplicable,
    NotShown,
    ObservationView,
    criterion,
    expect,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.times import moment_of

from .._shared import lookups
from .._shared.deadline import told_by
from .._shared.nhs111_report.shown import NO_PRACTICE
from ._told import BAD, Told, patients, tells_by_nhsmail_alone

LATE = {"overdue", *BAD}
RING = "ring-practice"
RECORDED = ("record_consultation", "complete")
"""Where a person may be told that the practice has to be rung."""


def expect_overdue(told: Told) -> None:
    """Raise NotMet unless what still waits is shown as late once its time is over; NotShown where nothing waited."""
    started = str(lookups.done(told.journey, told.label, "record_consultation")[-1].given["started"])
    due = told_by(told.journey.profiles["notification"], moment_of(started))
    views = [seen for seen in told.journey.observations("view_outbox") if seen.given.get("as_of")]
    late = [seen for seen in views if moment_of(str(seen.given["as_of"])) >= due]
    if not late:
        raise NotShown(f"{told.last.where}: nobody looked at what waits after {due.isoformat()}")
    before = [seen for seen in told.asked if seen.seq < late[0].seq]
    shown = told.states(before[-1]) if before else []
    if not before:
        raise NotShown(f"{late[0].where}: nobody had asked for {told.label} to be told of")
    if {"sent", "delivered"} & set(shown):
        raise NotApplicable(f"{before[-1].where}: the practice was told at once, and no message waited")
    ids = {seen.id for seen in late}
    rows = [row for seen, row in told.rows(states=LATE) if seen.id in ids]
    expected = f"{told.label} in the outbox as one of {in_words(sorted(LATE))} by {due.isoformat()}"
    todo = "Say that the practice should have been told by now, so that somebody rings it."
    expect(bool(rows), expected, Words("no such row"), late[0], todo, "absent")


def expect_rung(told: Told) -> None:
    """Raise NotMet unless a person is told to ring the practice; NotShown where nobody came to telling it."""
    seen = [one for action in RECORDED for one in told.done(action)]
    if not any(is_told_to_ring(one) for one in seen):
        seen += told.asked  # also where the practice could not be told
    kinds = sorted({kind for one in seen for kind in lookups.kinds(one.shown.get("notices"))})
    where = seen[-1] if RING in kinds else told.last  # which is NotShown where it was not asked for
    todo = "Where the practice has to act at once, say that it is to be rung, whatever is sent."
    expect(RING in kinds, f"a notice {RING}", kinds, where, todo, "absent")


def to_be_rung(evidence: EvidenceView) -> Iterator[Told]:
    """Go through the patients of whom it was recorded that their practice has to act at once; none is NotShown."""
    for journey in evidence.each():
        recorded = journey.observations("record_consultation")
        documents = {seen.about for seen in recorded if seen.given.get("urgent_for_gp")}
        if not documents:
            raise NotShown(
                f"journey {journey.id}: of nobody it was recorded that the practice has to act at once"
            )
        urgent = [label for label, one in journey.also.items() if one["report"]["document_id"] in documents]
        yield from (told for label in urgent if may_be_told(told := Told(evidence, journey, label)))


def may_be_told(told: Told) -> bool:
    """Say whether there is a practice that may be told: the patient did not refuse, and they have one."""
    agreed = [seen.given.get("share_with_gp") for seen in told.done("record_consent")]
    held = str(told.journey.held.get(told.label, {}).get("practice"))
    return agreed[-1:] != [False] and held not in NO_PRACTICE


def is_told_to_ring(seen: ObservationView) -> bool:
    """Say whether a person was told to ring the practice."""
    return RING in lookups.kinds(seen.shown.get("notices"))


@criterion("GPM-27")
def test_what_waits_too_long_for_mesh_is_told_to_a_person(evidence: EvidenceView):
    """MESH is down, and the end of the working day by which it is told is over."""
    for told, apart in through(patients(evidence, "queued first", "queued second")):
        with apart:
            if tells_by_nhsmail_alone(told):
                raise NotShown(f"{told.last.where}: practices are told of minor illnesses by NHSmail alone")
            expect_overdue(told)


@criterion("GPN-09")
def test_an_email_that_waits_too_long_is_told_to_a_person(evidence: EvidenceView):
    """NHSmail takes nothing, and the end of the working day by which it is told is over."""
    for told, apart in through(patients(evidence, "not now")):
        with apart:
            expect_overdue(told)


@criterion("GPM-30")
def test_nobody_relies_on_a_message_where_the_practice_has_to_act_at_once(evidence: EvidenceView):
    """A person is told to ring it, whatever goes over MESH."""
    for told, apart in through(to_be_rung(evidence)):
        with apart:
            expect_rung(told)


@criterion("GPN-10")
def test_nobody_relies_on_an_email_where_the_practice_has_to_act_at_once(evidence: EvidenceView):
    """A person is told to ring it, whatever goes by NHSmail."""
    for told, apart in through(to_be_rung(evidence)):
        with apart:
            expect_rung(told)
