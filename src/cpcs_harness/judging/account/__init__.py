"""Whom what left the candidate is about, by its content alone, through all its encodings, and what accounts for it."""

from cpcs_harness.judging.account.account import Account
from cpcs_harness.judging.account.constant import Constant, constants
from cpcs_harness.judging.account.entry import Entry, State
from cpcs_harness.judging.account.handed import Handed
from cpcs_harness.judging.account.ledger import Ledger
from cpcs_harness.judging.account.subject import Subject
from cpcs_harness.judging.account.told import Sign, Told

__all__ = [
    "Account",
    "Constant",
    "Entry",
    "Handed",
    "Ledger",
    "Sign",
    "State",
    "Subject",
    "Told",
    "constants",
]
