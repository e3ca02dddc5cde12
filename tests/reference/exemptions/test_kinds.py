"""Which reasons can be declared on which day."""

from datetime import date

import pytest

from reference.exemptions.kinds import Kinds


@pytest.mark.parametrize(
    ("day", "kind", "offered"),
    [
        (date(2020, 1, 31), "universal-credit", False),
        (date(2020, 2, 1), "universal-credit", True),
        (date(2025, 4, 5), "tax-credit", True),
        (date(2025, 4, 6), "tax-credit", False),
        (date(2026, 11, 28), "maternity", True),
        (date(2026, 11, 28), "none-charge-paid", True),
    ],
)
def test_a_reason_is_offered_while_it_holds(day, kind, offered):
    assert (kind in {known.kind for known in Kinds().on(day)}) == offered
