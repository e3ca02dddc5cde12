"""What was looked at, and what is to be said where it is not as it should be."""

from __future__ import annotations

from collections.abc import Sequence

from cpcs_harness.errors import Problem, UsageProblem
from cpcs_harness.evidence.events import Looked

DECLARATION, PROVISION = "candidate.toml", "provision.json"


def right(name: str, said: str) -> Looked:
    """Give what was found to be as it should."""
    return Looked(name, True, said)


def wrong(name: str, said: str, key: str, file: str = DECLARATION) -> Looked:
    """Give what was found not to be as it should, with the key to look at."""
    return Looked(name, False, said, key, file)


def problem_of(looked: Sequence[Looked]) -> UsageProblem | None:
    """Give what to tell of all that is wrong; None where nothing is."""
    found = [Problem(each.file or each.key, 0, each.key, each.said) for each in looked if not each.ok]
    if not found:
        return None
    return UsageProblem(
        "the candidate cannot be assessed as it is set up; nothing was judged. Correct what follows, or go on in spite "
        "of it with --anyway:",
        found,
    )
