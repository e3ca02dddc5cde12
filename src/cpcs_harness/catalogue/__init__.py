"""The catalogue: what the Toolkit asks for, and what is looked at to say whether a system meets it."""

from cpcs_harness.catalogue.cells import Cell, load_cells
from cpcs_harness.catalogue.lint import cross_check
from cpcs_harness.catalogue.load import load_catalogue
from cpcs_harness.catalogue.model import (
    LEVELS,
    PATHWAYS,
    Catalogue,
    ContextRequirement,
    Criterion,
    InForce,
    Requirement,
    Source,
)

__all__ = [
    "LEVELS",
    "PATHWAYS",
    "Catalogue",
    "Cell",
    "ContextRequirement",
    "Criterion",
    "InForce",
    "Requirement",
    "Source",
    "cross_check",
    "load_catalogue",
    "load_cells",
]
