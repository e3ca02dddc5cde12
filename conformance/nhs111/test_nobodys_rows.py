"""No row of a worklist is about a referral that nobody made, in the whole run.

Source: CPCS Technical Toolkit, June 2021, NHS 111 report message (inbound): the pharmacy acts on the referrals that it
is sent.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, ObservationView, criterion, expect_none
from cpcs_harness.judging.views import RunView
from cpcs_harness.times import moment_of

from .._shared.screen import digits
from .._shared.text import plain_name, plain_reference
from ._referred import known_marks, known_names

MARKS = ("case_reference", "case_id")
FIELDS = (*MARKS, "nhs_number", "patient_name", "received")


@criterion("N111-50")
def test_each_row_is_about_a_referral_that_somebody_made(evidence: EvidenceView):
    """Of what came in since the run began: NHS 111, a practice, a system before this one, or whoever keyed it in."""
    for journey in evidence.each():
        journey.observations("worklist")
    strange = evidence.views.read(first_strange)
    evidence.looked_at += [look.id for look in worklists_of(evidence.views)]
    if strange is not None:
        seen, row = strange
        found = {key: row.get(key) for key in FIELDS}
        expect_none(
            "row that nobody's referral accounts for", [found], seen, "List what was sent, and no more."
        )


def first_strange(run: RunView) -> tuple[ObservationView, Mapping[str, Any]] | None:
    """Give the first row of the run that is about nobody who was referred, where it came in since the run began."""
    marks, names, began = run.read(known_marks), run.read(known_names), moment_of(run.seen[0].clock)
    for seen, row in rows_of_run(run):
        late = moment_in(row.get("received"))
        if not is_known(row, marks, names) and late is not None and late >= began:
            return seen, row
    return None


def worklists_of(run: RunView) -> list[ObservationView]:
    """Give each worklist that was shown in the run, whoever's journey it was in."""
    return [seen for seen in run.seen if seen.action == "worklist" and seen.status == "done"]


def rows_of_run(run: RunView) -> Iterator[tuple[ObservationView, Mapping[str, Any]]]:
    """Give the rows of each worklist; one that stands in one after another, as most do, is read once and given once."""
    given = set[int]()
    for seen in worklists_of(run):
        for row in seen.shown.get("referrals") or ():
            if isinstance(row, Mapping) and id(row) not in given:
                given.add(id(row))
                yield seen, row


def is_known(row: Mapping[str, Any], marks: frozenset[str], names: frozenset[frozenset[str]]) -> bool:
    """Say whether a row goes by anything of somebody who was referred."""
    own = {plain_reference(row.get(key)) for key in MARKS} | {digits(row.get("nhs_number"))}
    return bool((own - {""}) & marks) or has_name(row, names)


def has_name(row: Mapping[str, Any], names: frozenset[frozenset[str]]) -> bool:
    """Say whether a row that names no case and no number has the name of somebody who was referred."""
    if any(row.get(key) for key in (*MARKS, "nhs_number")):
        return False
    words = set(plain_name(row.get("patient_name")).replace(",", " ").split())
    return not words or any(name <= words for name in names)


def moment_in(written: object) -> Any:
    """Read when a row came in; None for what says no moment."""
    try:
        moment = moment_of(str(written))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
