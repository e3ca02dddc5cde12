"""What a pharmacist writes down of one patient, drawn from the run's seed: of nobody else is the same said."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

from cpcs_harness.people.fixtures import fixture, of_pathway

METHODS = ("telephone", "face-to-face")
"""Those that the control API offers."""
_PACKS = (8, 12, 16, 24, 32)
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


def draw_words(name: str, pathway: str) -> Words:
    """Draw the words about a patient of a pathway; the same name gives the same words."""
    rng = random.Random(f"{name}/words")  # noqa: S311 - texts, not secrets
    method, days, tablets = rng.choice(METHODS), rng.randint(14, 30), rng.choice(_PACKS)
    texts = {
        part: _filled(rng, rng.choice(forms), tablets)
        for forms_of in (of_pathway("words", pathway), fixture("words"))
        for part, forms in forms_of.items()
        if part in _TEXTS and isinstance(forms, list)
    }
    first = f"first at {_time(rng)} on {rng.choice(_DAYS)}"
    return Words(method, days=days, tablets=tablets, first_dose=first, **texts)


_TEXTS = {field.name for field in fields(Words)}


def _filled(rng: random.Random, form: str, tablets: int) -> str:
    return form.format(
        time=_time(rng),
        day=rng.choice(_DAYS),
        # No text has the quantity of the product: it would hide that a message leaves it out.
        number=rng.choice([number for number in range(3, 10) if number != tablets]),
        many=rng.choice([number for number in range(10, 100) if number != tablets]),
        degrees=f"36.{rng.randint(1, 9)}",
        pulse=rng.randint(58, 99),
    )


def _time(rng: random.Random) -> str:
    return f"{rng.randint(7, 19):02d}:{rng.randrange(60):02d}"
