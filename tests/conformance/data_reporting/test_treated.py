"""Who was treated, as exports are held against it: by what was given, corrected, held by PDS and sent."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.data_reporting import test_values
from cpcs_harness._content.conformance.data_reporting._treated import Treated
from cpcs_harness.errors import NotMet
from cpcs_harness.profiles import Profiles

URGENT, TABLETS = "222311000001102", "99901011000001103"
PERSON = {
    "nhs_number": "9990000018",
    "birth_date": "1984-02-29",
    "gender": "female",
    "practice": {"ods": "Y90001"},
}
ISSUED = {
    "person": PERSON,
    "report": {"document_id": "d1", "case_reference": "C1"},
    "medicines": {
        "urgent-medicine": {"code": URGENT, "own_code": "own-1"},
        "tablets": {"code": TABLETS, "own_code": "own-2"},
    },
}


def act(action, given=(), shown=()):
    return SimpleNamespace(action=action, given=dict(given), shown=dict(shown))


def treated(*acts, held=None, calls=()):
    def shown_of(document, action):
        return [one for one in acts if document == "d1" and one.action == action]

    journey = SimpleNamespace(
        shown_of=shown_of, held={"x": held} if held else {}, calls=[SimpleNamespace(facts=f) for f in calls]
    )
    return Treated(journey, "x", ISSUED)


def sent(document, sender):
    return {"report": {"document_id": document, "sender": sender}}


@pytest.mark.parametrize(
    ("acts", "calls", "source"),
    [
        ((), [sent("d1", "telephony"), sent("d2", "online")], "nhs111"),
        ((), [{}, sent("d1", "online")], "nhs111-online"),
        ((act("key_referral", {"source": "gp-practice"}),), [], "gp-practice"),
    ],
)
def test_who_referred_is_read_from_what_was_sent_and_keyed(acts, calls, source):
    assert treated(*acts, calls=calls).source == source


def test_what_pds_holds_goes_before_what_was_issued():
    record = {"known": True, **PERSON, "gender": "other", "practice": "Y90002"}

    assert treated(held=record).known == {
        "nhs_number": "9990000018",
        "birth_date": "1984-02-29",
        "gender": "other",
        "practice_ods": "Y90002",
    }
    unknown = treated(held={**record, "known": False}).known
    assert unknown == treated().known
    assert unknown["practice_ods"] == "Y90001"


def test_what_was_supplied_is_what_was_given_as_it_was_corrected():
    both = {"items": [{"code": "own-1", "quantity": 1}, {"code": "own-2", "quantity": 16.5}]}
    shown = {"items": [{"code": "own-1"}, {"code": TABLETS}]}
    one = act("supply_medicine", {"code": "own-1", "quantity": 3}, {"item": {"code": URGENT}})
    corrected = act("amend_consultation", {"items": [{"code": "own-2", "quantity": 8}]})

    assert treated(act("supply_medicine", both, shown)).supplied == [(URGENT, 1.0), (TABLETS, 16.5)]
    assert treated(act("supply_medicine", both, shown), one, corrected).supplied == [
        (URGENT, 1.0),
        (TABLETS, 8.0),
        (URGENT, 3.0),
    ]


@pytest.mark.parametrize(
    ("shown", "recorded"),
    [
        ({}, [(URGENT, 1.0), (TABLETS, 16.5)]),
        ({"item": {"code": URGENT}}, [(URGENT, 1.0), (TABLETS, 16.5)]),
        ({"items": [{"code": TABLETS}], "refused": [{"code": "own-1", "why": "none"}]}, [(TABLETS, 16.5)]),
    ],
    ids=["nothing shown", "the first shown alone", "one refused"],
)
def test_what_was_supplied_is_known_whatever_a_screen_shows_of_it(shown, recorded):
    both = {"items": [{"code": "own-1", "quantity": 1}, {"code": "own-2", "quantity": 16.5}]}

    assert treated(act("supply_medicine", both, shown)).supplied == recorded


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"gender": "", "practice_ods": ""}, ""),
        ({"gender": "unknown", "practice_ods": "Y90001"}, ""),
        ({"gender": "male", "practice_ods": ""}, "gender"),
        ({"gender": "", "practice_ods": "Y90002"}, "practice_ods"),
    ],
)
def test_a_gender_that_pds_does_not_hold_may_be_unknown_and_a_practice_the_referrals(row, wrong):
    who = treated(held={"known": True, **PERSON, "gender": "", "practice": ""})
    export = SimpleNamespace(profile=Profiles()["extract"], seen=SimpleNamespace(id="o1", where="here"))

    if wrong:
        with pytest.raises(NotMet, match=f"{wrong} of case c1: none"):
            test_values._expect_none_held(who, row, export)
    else:
        test_values._expect_none_held(who, row, export)


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        (f"{URGENT}*1", True),
        (f" {URGENT} * 1.0 ;", True),
        (f"{URGENT}*2", False),
        (f"{URGENT}", False),
        ("", False),
        (f"{URGENT}*1;{TABLETS}*1", False),
    ],
)
def test_items_are_compared_by_code_and_quantity_in_any_writing(cell, right):
    who = treated(act("supply_medicine", {"code": "own-1", "quantity": 1}, {"item": {"code": URGENT}}))
    export = SimpleNamespace(seen=SimpleNamespace(id="o1", where="here"))

    if right:
        test_values._expect_items(who, {"items": cell}, export)
    else:
        with pytest.raises(NotMet):
            test_values._expect_items(who, {"items": cell}, export)
