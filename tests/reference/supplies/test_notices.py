"""What the pharmacist is told of a patient at a supply; nothing of it stops one."""

from types import SimpleNamespace

import pytest

from reference.kit.problems import ServiceTrouble
from reference.supplies.notices import SupplyNotices

NUMBER = "9990000018"


class Tracker:
    """A tracker that has some prescriptions, or does not answer."""

    def __init__(self, *live, trouble=False):
        self.found, self.trouble = list(live), trouble

    def live(self, nhs_number):
        assert nhs_number == NUMBER
        if self.trouble:
            raise ServiceTrouble("it does not answer")
        return self.found


def kinds(tracker, born="1980-02-29", others=()):
    store = SimpleNamespace(supplied_to=lambda number: list(others))
    referral = SimpleNamespace(
        id="one", ods="FA101", adopted_patient={"nhs_number": NUMBER, "birth_date": born}, content={}
    )
    return [notice["kind"] for notice in SupplyNotices(store, tracker).of_patient(referral)]


def test_a_prescription_that_waits_is_told():
    assert kinds(Tracker("9AD427-A83008-2E461K")) == ["eps-item-live"]


def test_a_tracker_that_does_not_answer_stops_nobody():
    assert kinds(Tracker(trouble=True)) == []


def test_a_supply_of_yesterday_is_no_word():
    item = {"display": "x", "quantity": 1, "handed_over": "2020-01-01T10:00:00Z"}
    earlier = SimpleNamespace(id="two", ods="FB202", supplies=[item])

    assert kinds(Tracker(), others=[earlier]) == []


@pytest.mark.parametrize("born", ["2020", "", "not known"])
def test_a_birth_date_that_is_not_known_is_no_word(born):
    assert kinds(Tracker(), born=born) == []
