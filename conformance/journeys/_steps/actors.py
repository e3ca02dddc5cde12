"""Who acts, and how they are handed over to the candidate where what it knows of them is to be seen."""

from __future__ import annotations

from dataclasses import replace

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.model import Pharmacist


def as_(stage: Stage, pharmacist: Pharmacist) -> Stage:
    """Give the same stage with another pharmacist at the screen."""
    return replace(stage, issued=replace(stage.issued, pharmacist=pharmacist))


def by_initial(stage: Stage) -> Stage:
    """Give the same stage with the same pharmacist, called by initial and family name.

    The whole name is what enrolment or CIS2 tells the system: what it says again of a request shows nothing of it.
    """
    who = stage.issued.pharmacist
    return as_(stage, replace(who, given=f"{who.given[:1]}."))
