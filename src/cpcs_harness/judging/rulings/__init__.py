"""What people decided: confirmations and refusals of criteria, by whom, in what role, on which run or build."""

from cpcs_harness.judging.rulings.read import load_rulings
from cpcs_harness.judging.rulings.ruled_run import RuledRun
from cpcs_harness.judging.rulings.ruling import Party, Ruling

__all__ = ["Party", "RuledRun", "Ruling", "load_rulings"]
