"""Whom what left the candidate is about, by its content alone, through all its encodings."""

from cpcs_harness.judging.account.account import Account
from cpcs_harness.judging.account.subject import Subject
from cpcs_harness.judging.account.told import Sign, Told

__all__ = ["Account", "Sign", "Subject", "Told"]
