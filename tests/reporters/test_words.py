"""Each verdict has something to do next."""

from dataclasses import replace

import pytest

from assessed import typed
from cpcs_harness.reporters.words import next_steps


@pytest.mark.parametrize(
    ("id", "steps"),
    [
        ("MI-ENR-E", ["Nothing to do."]),
        (
            "MI-PDS-E",
            [
                "PDS-03: Make a new UUID for each request; keep it only when the very same request is retried.",
                "PDS-08 (advice: fails nothing): Keep the token until shortly before it expires.",
            ],
        ),
        ("MI-N111-E", ["N111-02: an assurer confirms or refuses what was stated or shown."]),
        ("MI-CKS-E", ["CKS-02: an assurer watches it happen, and rules."]),
        ("MI-SCR-E", ["correct candidate.toml or the command, as the reason says, then run again."]),
        ("UM-GPN-E", ["GPM-02: let the candidate do what the reason names, then run again."]),
        (
            "MI-DMD-E",
            ["The harness broke, not the candidate. Send this report to the project, then run again."],
        ),
        (
            "MI-GPR-E",
            [
                "Nothing for the supplier to do: the project does not test this yet, so it cannot count as met."
            ],
        ),
    ],
)
def test_there_is_something_to_do_next(sample, id, steps):
    [requirement] = [one for one in typed(sample)[0].requirements if one.id == id]

    assert next_steps(requirement) == steps


def test_of_many_criteria_the_first_are_named_and_the_others_counted(sample):
    [requirement] = [one for one in typed(sample)[0].requirements if one.id == "MI-CKS-E"]
    [criterion] = [one for one in requirement.criteria if one.verdict == "awaiting"]
    many = replace(requirement, criteria=tuple(replace(criterion, id=f"CKS-{n:02}") for n in range(1, 12)))

    first = ", ".join(f"CKS-{n:02}" for n in range(1, 9))
    assert next_steps(many) == [f"{first} and 3 more: an assurer watches it happen, and rules."]
