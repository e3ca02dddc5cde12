"""A suite as a whole: its catalogue, held against cells, checks and journeys."""

from __future__ import annotations

from pathlib import Path

from cpcs_harness._content import CATALOGUE
from cpcs_harness.catalogue import Catalogue, cross_check, load_catalogue, load_cells
from cpcs_harness.conditions.claims import unknown_claims
from cpcs_harness.conditions.load import conditions
from cpcs_harness.errors import Problem, UsageProblem
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.criterion import checks_in
from cpcs_harness.profiles import names


def checked_catalogue(path: Path = CATALOGUE) -> Catalogue:
    """Load a catalogue and hold it against cells, checks and journeys; every mistake is named at once."""
    catalogue = load_catalogue(path)
    pathways = {name: journey.pathway for name, journey in all_journeys(catalogue.suites).items()}
    cells = load_cells(catalogue.cells) if catalogue.cells is not None else None
    problems = cross_check(catalogue, cells, checks_in(catalogue.suites), pathways)
    claims = unknown_claims(catalogue.criteria.values(), conditions())
    problems = [*problems, *_unknown_profiles(catalogue), *claims]
    if problems:
        raise UsageProblem(f"the catalogue has {len(problems)} mistake(s):", problems)
    return catalogue


def _unknown_profiles(catalogue: Catalogue) -> list[Problem]:
    return [
        Problem(
            criterion.file,
            criterion.line,
            criterion.id,
            f"there is no profile {criterion.profile!r}; there are {', '.join(names())}",
        )
        for criterion in catalogue.criteria.values()
        if criterion.profile and criterion.profile not in names()
    ]
