"""A cause is told where something followed from it, or where it was seen."""

from types import SimpleNamespace

import pytest

from cpcs_harness.rollup.causes.cause import Cause
from cpcs_harness.rollup.causes.records import cause_records


def cause(kind):
    return Cause(
        id="c",
        kind=kind,
        blame="configuration",
        sentence="No call ever reached imap.",
        key="nhsmail.imap_port",
        file="provision.json",
        events=("o1",),
        services=frozenset({"imap"}),
    )


def requirements(*causes):
    criteria = [SimpleNamespace(id=f"GPR-{number}", cause=name) for number, name in enumerate(causes)]
    return [SimpleNamespace(id="MI-GPR-E", criteria=criteria)]


@pytest.mark.parametrize(
    ("kind", "followed", "told"),
    [
        ("unreached", ("c", None), 1),
        ("unreached", (None, "other"), 0),
        ("refused", (None,), 1),
    ],
)
def test_a_guess_of_which_nothing_followed_is_not_told(kind, followed, told):
    assert len(cause_records([cause(kind)], requirements(*followed))) == told


def test_what_followed_is_named():
    (record,) = cause_records([cause("unreached")], requirements("c"))

    assert [(one.requirement, one.criterion) for one in record.consequences] == [("MI-GPR-E", "GPR-0")]
