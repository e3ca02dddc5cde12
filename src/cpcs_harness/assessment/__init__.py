"""The record of verdicts, as the roll-up makes it and every report reads it."""

from cpcs_harness.assessment.record import Assessment

__all__ = ["Assessment"]
