"""The verdicts: a pure function of catalogue, plan, evidence, check results and rulings. No clock, no network."""

from cpcs_harness.rollup.assessment import assess

__all__ = ["assess"]
