"""What the pharmacist is told at a supply, and what is kept of it."""

import pytest

from cpcs_harness._content.conformance.supply import test_told
from cpcs_harness.errors import NotMet, NotShown
from gp_evidence import call
from supply_evidence import TABLETS, done, evidence, line, supplied, told

WAITS, ELSEWHERE, OWES, AGAIN, FIRST, CARER, SELF = (
    "a prescription waits",
    "a prescription is elsewhere",
    "a part is owing",
    "second request",
    "first request",
    "a carer collects",
    "half a tablet",
)
LIVE, SECOND = {"kind": "eps-item-live", "text": "one waits"}, {"kind": "second-request", "text": "today"}
ITEM = line(TABLETS, 1)


def tracker(*seen, asked=True):
    calls = [call(1, "eps_tracker", "nhs111itemsummary", "/", 200)] if asked else []
    test_told.test_a_prescription_that_waits_is_told(evidence([WAITS, ELSEWHERE], calls, seen))


@pytest.mark.parametrize(
    "look", [{"warning": "wait"}, {"prescriptions": [{"id": "1", "usable": True}]}], ids=["warned", "offered"]
)
def test_a_word_at_the_look_before_will_do(look):
    tracker(done(1, WAITS, "track_prescriptions", look), supplied(2, WAITS, ITEM))


def test_a_word_at_the_supply_will_do():
    tracker(supplied(2, WAITS, ITEM, notices=[LIVE]))


@pytest.mark.parametrize("look", [{"prescriptions": [{"id": "1", "usable": False}]}, {"prescriptions": []}])
def test_without_a_word_it_fails(look):
    with pytest.raises(NotMet):
        tracker(done(1, WAITS, "track_prescriptions", look), supplied(2, WAITS, ITEM))


def test_what_another_pharmacy_has_does_not_wait():
    tracker(supplied(2, ELSEWHERE, ITEM))
    with pytest.raises(NotMet):
        tracker(supplied(2, ELSEWHERE, ITEM, notices=[LIVE]))


def test_who_links_to_the_tracker_alone_shows_nothing():
    with pytest.raises(NotShown, match="link"):
        tracker(supplied(2, WAITS, ITEM), asked=False)


OWED = line(TABLETS, 14, owing=18)
KEPT = {**OWED, "display": "Paracetamol 500mg tablets"}
BARE = {key: value for key, value in KEPT.items() if key != "owing"}


def owing(*calls, shown=KEPT, **more):
    seen = [supplied(1, OWES, OWED, shown=[shown], **more), done(2, OWES)]
    test_told.test_what_is_owing_is_shown_and_not_told_as_handed_out(evidence([OWES], calls, seen))


def test_what_is_owing_may_be_shown_with_the_item_or_in_words():
    owing(told(5, OWES, line(TABLETS, 14)))
    owing(shown=BARE, notices=[{"kind": "owing", "text": "Owing: 18 tablets"}])
    with pytest.raises(NotMet, match="18 owing"):
        owing(shown=BARE)


@pytest.mark.parametrize("quantity", [32, 18])
def test_the_practice_is_told_of_what_was_handed_out(quantity):
    with pytest.raises(NotMet, match="handed out"):
        owing(told(5, OWES, line(TABLETS, quantity)))


def second(*notices, first=()):
    seen = [supplied(1, FIRST, ITEM, notices=first), supplied(2, AGAIN, ITEM, notices=notices)]
    test_told.test_a_second_supply_on_the_day_shows_the_first(evidence([FIRST, AGAIN], [], seen))


def test_the_second_supply_shows_the_first_and_the_first_none():
    second(SECOND)
    with pytest.raises(NotMet, match="today"):
        second()
    with pytest.raises(NotMet, match="no word"):
        second(SECOND, first=[SECOND])


WHO = {"name": "Hester Quayle", "relation": "carer"}


MOTHER = {"name": "Edith Marlowe", "relation": "mother"}


def collected(shown, own=None, mother=MOTHER):
    carer = supplied(1, CARER, ITEM, by=shown, collected_by=WHO)
    minor = supplied(3, "a minor", ITEM, by=mother, collected_by=MOTHER)
    seen = [carer, supplied(2, SELF, ITEM, collected_by=own), minor]
    test_told.test_who_collected_is_kept(evidence([CARER, SELF, "a minor"], [], seen))


def test_who_collected_for_somebody_else_is_told():
    with pytest.raises(NotMet, match=r"(?i)edith marlowe"):
        collected(WHO, mother=WHO)


def test_who_collected_is_shown_by_name_and_relation():
    collected({"name": "HESTER  QUAYLE", "relation": "Carer"})
    for wrong in (None, {"name": "Hester Quayle"}, {"name": "Somebody", "relation": "carer"}):
        with pytest.raises(NotMet):
            collected(wrong)


def test_nobody_collected_for_who_came():
    with pytest.raises(NotMet):
        collected(WHO, own=WHO)


@pytest.mark.parametrize(
    ("judge", "right", "wrong", "failed"),
    [
        (test_told.test_a_prescription_that_waits_is_told, ELSEWHERE, {"notices": [LIVE]}, WAITS),
        (test_told.test_a_second_supply_on_the_day_shows_the_first, FIRST, {"notices": [SECOND]}, AGAIN),
        (test_told.test_who_collected_is_kept, SELF, {"collected_by": WHO}, CARER),
    ],
    ids=["SUP-06", "SUP-08", "SUP-09"],
)
def test_a_supply_that_failed_is_not_shown_once_the_others_were_judged(judge, right, wrong, failed):
    def tried(**shown):
        seen = [supplied(1, failed, ITEM, status="failed"), supplied(2, right, ITEM, **shown)]
        calls = [call(1, "eps_tracker", "nhs111itemsummary", "/", 200)]
        judge(evidence([failed, right], calls, seen))

    with pytest.raises(NotShown, match="failed for"):
        tried()
    with pytest.raises(NotMet):
        tried(**wrong)


def test_what_is_owing_to_two_patients_is_not_shown_where_one_supply_failed():
    seen = [supplied(1, OWES, OWED, status="failed")]
    with pytest.raises(NotShown, match="failed for"):
        test_told.test_what_is_owing_is_shown_and_not_told_as_handed_out(evidence([OWES], [], seen))
