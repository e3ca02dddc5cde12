"""What is looked at before anything is asked of a candidate that counts: `cpcs doctor`, and the start of each run."""

from cpcs_harness.run.preflight.candidate import look_at_candidate
from cpcs_harness.run.preflight.looked import problem_of
from cpcs_harness.run.preflight.self_test import look_at_services

__all__ = ["look_at_candidate", "look_at_services", "problem_of"]
