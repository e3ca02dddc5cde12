"""What of a run's evidence contradicts the rest of it: signs that it was altered, and its hashes made anew."""

from cpcs_harness.judging.contradictions.find import Found, contradictions_in

__all__ = ["Found", "contradictions_in"]
