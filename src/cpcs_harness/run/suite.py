"""The installed suite as a whole: its catalogue, held against cells, checks and journeys."""

from __future__ import annotations

from cpcs_harness._content import ROOT
from cpcs_harness.catalogue import Catalogue, cross_check, load_catalogue, load_cells
from cpcs_harness.errors import UsageProblem
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.criterion import checks_in
from cpcs_harness.judging.judgement import CATALOGUE


def checked_catalogue() -> Catalogue:
    """Load the catalogue and hold it against cells, checks and journeys; every mistake is named at once."""
    catalogue = load_catalogue(ROOT / CATALOGUE)
    pathways = {name: journey.pathway for name, journey in all_journeys().items()}
    cells = load_cells(catalogue.cells) if catalogue.cells is not None else None
    problems = cross_check(catalogue, cells, checks_in(catalogue.suites), pathways)
    if problems:
        raise UsageProblem(f"the catalogue has {len(problems)} mistake(s):", problems)
    return catalogue
