"""What a pharmacist writes down of one patient, drawn from the run's seed: of nobody else is the same said."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

from cpcs_harness.people.fixtures import fixture, of_pathway

METHODS = ("telephone", "face-to-face")
"""Those that the control API offers."""
_PACKS = (8, 12, 16, 24, 32)
# No text has the quantity of the product: it would hide that a message leaves it out.
_MANY = [number for number in range(10, 100) if number not in _PACKS]
_MINUTES = 13 * 60
_STEP = 7919
"""A prime number, and so without a factor of the number of pairs."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


@dataclass(frozen=True)
class Words:
    """Texts about one patient, plausible for the pathway; empty in what was issued before there were any."""

    method: str = METHODS[0]
    complaint: str = ""
    assessment: str = ""
    advice: str = ""
    actions: str = ""
    """That the practice is asked for."""
    correction: str = ""
    """Of the advice, later on."""
    reason: str = ""
    """Why a medicine is supplied."""
    remark: str = ""
    """What ends a text that says something else first."""
    dosage: str = ""
    days: int = 30
    """Of supply: 30 at most, which HMR 2012 regulation 225 allows."""
    tablets: int = 16
    """Of a product that is recommended."""
    first_dose: str = ""
    """What ends a dosage that a table has."""
    emergency: str = ""
    """Why somebody's record is looked at who could not be asked."""


def draw_words(seed: int | str, name: str, pathway: str, slot: int) -> Words:
    """Draw the words about a patient of a pathway; no two slots of a run have the same text."""
    rng = random.Random(f"{seed}/{name}/words")  # noqa: S311 - texts, not secrets
    method, days, tablets = rng.choice(METHODS), rng.randint(14, 30), rng.choice(_PACKS)
    texts = {
        part: _filled(rng, rng.choice(forms), _own(f"{seed}/words/{part}", slot), tablets)
        for forms_of in (of_pathway("words", pathway), fixture("words"))
        for part, forms in forms_of.items()
        if part in _TEXTS and isinstance(forms, list)
    }
    first = f"first at {_clock(rng.randrange(_MINUTES))} on {rng.choice(_DAYS)}"
    return Words(method, days=days, tablets=tablets, first_dose=first, **texts)


_TEXTS = {field.name for field in fields(Words)}


def _own(name: str, slot: int) -> tuple[str, int]:
    """Give a time and a number that no other slot has together, in texts of one kind."""
    first = random.Random(name).randrange(_MINUTES * len(_MANY))  # noqa: S311 - texts, not secrets
    number, minute = divmod((first + slot * _STEP) % (_MINUTES * len(_MANY)), _MINUTES)
    return _clock(minute), _MANY[number]


def _filled(rng: random.Random, form: str, own: tuple[str, int], tablets: int) -> str:
    time, many = own
    return form.format(
        time=time,
        day=rng.choice(_DAYS),
        number=rng.choice([number for number in range(3, 10) if number != tablets]),
        many=many,
        degrees=f"36.{rng.randint(1, 9)}",
        pulse=rng.randint(58, 99),
    )


def _clock(minute: int) -> str:
    return f"{7 + minute // 60:02d}:{minute % 60:02d}"
