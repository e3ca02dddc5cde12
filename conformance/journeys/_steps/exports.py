"""Having a month exported: all parts of it, one after another."""

from __future__ import annotations

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.model import Premises

FORMS = ("nhsei-data-specification", "prsb-pharmacy-information")
EMPTY = "2019-01"
"""A month in which nobody was treated: the service had not begun."""
MOST = 500
"""Parts of one export that are asked for: a file of a million rows has some 200."""


def export(stage: Stage, place: Premises, month: str, form: str) -> None:
    """Have a pharmacy's month exported, in as many parts as the first answer says."""
    outcome = stage.do("export_data", needed=False, at=place, month=month, form=form)
    parts = outcome.observation.get("parts", 1)
    for part in range(2, min(parts, MOST) + 1):
        if outcome.status != "done":
            break
        outcome = stage.do("export_data", needed=False, at=place, month=month, form=form, part=part)
