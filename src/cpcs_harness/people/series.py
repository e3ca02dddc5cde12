"""What tells one thousand people of a run from the next: ranges, prefixes and districts of each series.

Ofcom keeps 1,000 numbers of each range for drama, so a run's people come in series of 1,000 blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice, permutations, product

from cpcs_harness.people.fixtures import fixture

BLOCKS = 1000
"""People of one series: a block has three digits."""


@dataclass(frozen=True)
class Series:
    """The beginnings of one series' marks; what follows is the block, of three digits."""

    number: int
    callback: str
    home: str
    surgery: str
    """Of the practice's telephone."""
    carer: str
    """Of the telephone of whoever rings in the patient's place."""
    case: str
    referral: str
    practice: str
    """Of its ODS code."""


ALL = (
    Series(0, "07700 900", "03069 990", "0116 496 0", "0161 496 0", "WYC", "GPR", "Y4"),
    Series(1, "0113 496 0", "0121 496 0", "0117 496 0", "0191 498 0", "WYD", "GPS", "Y5"),
    Series(2, "0114 496 0", "0131 496 0", "0118 496 0", "020 7946 0", "WYE", "GPT", "Y6"),
    Series(3, "0115 496 0", "0141 496 0", "0151 496 0", "029 2018 0", "WYF", "GPU", "Y7"),
)
"""Ofcom has one range of mobile numbers for drama: whoever is not of the first series is rung at a landline.

Pharmacies, and whatever else a run holds besides people and their practices, have 01632 960."""


def carer_of(callback: str) -> str:
    """Give the telephone of who rings in the place of the patient with this number: nobody else has it."""
    series = next(series for series in ALL if callback.startswith(series.callback))
    return f"{series.carer}{callback.removeprefix(series.callback)}"


@cache
def further_families() -> tuple[str, ...]:
    """Double-barrelled names for all series but the first: pairs of halves that the first does not use."""
    joined = fixture("names")["joined"]
    used = set(product(joined["first"], joined["second"]))
    halves = [*joined["first"], *joined["second"], *joined["further"]]
    pairs = (pair for pair in permutations(halves, 2) if pair not in used)
    return tuple("-".join(pair) for pair in islice(pairs, BLOCKS * (len(ALL) - 1)))
