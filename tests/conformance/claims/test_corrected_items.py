"""What a correction leaves of a supply: what was not corrected stays as it was recorded."""

import pytest

from cpcs_harness._content.conformance.claims._items import unlike
from made_up import observed

INHALER, TABLETS = {"code": "A", "quantity": 3}, {"code": "B", "quantity": 18}


class Corrected:
    """A patient to whom two items were supplied, and of whom some were corrected."""

    def __init__(self, *after, given=1, before=(INHALER, TABLETS)):
        amended = observed(3, "amend_consultation", {"items": list(after)})
        amended.given["items"] = [{"code": "own", "quantity": 9}] * given
        self.seen = {
            "supply_medicine": [
                observed(seq, "supply_medicine", {"item": one}) for seq, one in enumerate(before)
            ],
            "complete": [observed(2, "complete", {})],
            "amend_consultation": [amended],
        }

    def done(self, action):
        return self.seen[action]


NINE = {**TABLETS, "quantity": 9}


@pytest.mark.parametrize(
    "patient",
    [
        Corrected(INHALER, NINE),
        Corrected(NINE, INHALER),
        Corrected({**INHALER, "quantity": 4}, NINE, given=2),
        Corrected({"display": "Salbutamol"}, NINE),
        Corrected(),
    ],
)
def test_what_was_corrected_may_be_listed_in_any_order_or_without_codes(patient):
    assert not unlike(patient)


@pytest.mark.parametrize(
    "patient",
    [
        pytest.param(Corrected(NINE), id="the-other-is-gone"),
        pytest.param(Corrected({**INHALER, "quantity": 9}, NINE), id="all-have-the-quantity"),
        pytest.param(Corrected(INHALER, TABLETS, NINE), id="one-more"),
    ],
)
def test_what_a_correction_took_or_changed_unasked_is_told(patient):
    assert unlike(patient)
