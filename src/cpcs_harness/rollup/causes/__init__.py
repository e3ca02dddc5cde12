"""Causes: what many failures follow from, found before anything is held against anybody."""

from cpcs_harness.rollup.causes.cause import Cause, Recorded
from cpcs_harness.rollup.causes.consequences import Consequences
from cpcs_harness.rollup.causes.find import find_causes

__all__ = ["Cause", "Consequences", "Recorded", "find_causes"]
