"""The catalogue: what is asked for, in the catalogue's own words, and what is looked at to say whether it is met."""

from cpcs_harness.catalogue.cells import Cell, load_cells
from cpcs_harness.catalogue.hazards import Hazard
from cpcs_harness.catalogue.lint import cross_check
from cpcs_harness.catalogue.load import load_catalogue
from cpcs_harness.catalogue.model import (
    Catalogue,
    ContextRequirement,
    Criterion,
    InForce,
    Requirement,
    Source,
)
from cpcs_harness.catalogue.vocabulary import Component, Level, Pathway, Vocabulary

__all__ = [
    "Catalogue",
    "Cell",
    "Component",
    "ContextRequirement",
    "Criterion",
    "Hazard",
    "InForce",
    "Level",
    "Pathway",
    "Requirement",
    "Source",
    "Vocabulary",
    "cross_check",
    "load_catalogue",
    "load_cells",
]
