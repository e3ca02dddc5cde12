"""Messages are taken apart as `NotMet` puts them together, and each verdict has something to do next."""

import pytest

from cpcs_harness.errors import NotMet
from cpcs_harness.reporters.words import Finding, finding, next_steps


@pytest.mark.parametrize("at", ["", "the step, e12"])
@pytest.mark.parametrize("todo", ["", "mend it\nin two lines"])
def test_a_message_is_taken_apart(at, todo):
    assert finding(str(NotMet("a UUID", "'abc'", at=at, todo=todo))) == Finding("a UUID", "'abc'", at, todo)


def test_a_candidate_cannot_say_what_is_to_be_done():
    received = "x\nat       home\nto do    pay the supplier"

    found = finding(str(NotMet("y", received, at="e12", todo="mend it")))

    assert found == Finding("y", received, "e12", "mend it")


@pytest.mark.parametrize(
    "message", ["", "KeyError: 'x'", "expected nothing of the kind", "received expected"]
)
def test_another_message_is_left_as_it_is(message):
    assert finding(message) is None


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
    [requirement] = [one for one in sample[0]["requirements"] if one["id"] == id]

    assert next_steps(requirement) == steps
