"""Those that DoS gave are shown, and no others; what later guidance leaves out may lack."""

import pytest

from cpcs_harness._content.conformance.dos import test_closed_world as checks
from cpcs_harness.errors import NotMet, NotShown
from dos_evidence import NEVER, Looks, screen, service
from openings import opening

BOTH_WAYS = checks.test_those_are_shown_that_dos_gave_and_no_others
RED = checks.test_a_pharmacy_without_capacity_is_not_offered_as_others_are
SHUT = checks.test_a_pharmacy_that_is_shut_for_a_day_is_not_offered

ONE, TWO = service(1), service(2)
FULL = service(3, capacity={"status": {"rag": "Red"}})
GONE = service(4, openingTimes=NEVER)
TEN = "10:00"  # UTC and London's, on the Wednesday of the evidence


def test_what_dos_gave_is_shown():
    Looks().look([ONE, TWO], [screen(TWO), screen(ONE)]).judge(BOTH_WAYS)


def test_one_without_its_service_id_is_known_by_name_and_postcode():
    Looks().look([ONE], [screen(ONE, service_id=None, public_name="PHARMACY  1")]).judge(BOTH_WAYS)


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ([screen(ONE)], "Pharmacy 2"),
        ([screen(ONE), screen(TWO), screen(service(5))], "nobody but"),
        ([screen(ONE), screen(TWO), screen(ONE)], "once"),
        ([screen(ONE), screen(TWO, service_id=None, postcode="LS9 9ZZ")], "nobody but"),
        ([], "Pharmacy 1"),
    ],
    ids=["lacks one", "one too many", "twice", "unknown", "none"],
)
def test_one_that_lacks_and_one_too_many_are_found(shown, told):
    with pytest.raises(NotMet, match=told):
        Looks().look([ONE, TWO], shown).judge(BOTH_WAYS)


def test_a_screen_that_fails_though_dos_answered_shows_none():
    with pytest.raises(NotMet, match="broken"):
        Looks().look([ONE], [], status="failed", told="broken").judge(BOTH_WAYS)


def test_what_is_of_no_use_may_lack_and_should():
    lacking = Looks().look([ONE, FULL, GONE], [screen(ONE)])
    for check in (BOTH_WAYS, RED, SHUT):
        lacking.judge(check)

    offered = Looks().look([FULL, GONE], [screen(FULL), screen(GONE)])
    offered.judge(BOTH_WAYS)
    for check in (RED, SHUT):
        with pytest.raises(NotMet):
            offered.judge(check)


def test_one_beyond_the_radius_may_lack_and_may_be_shown():
    far = service(2, patientDistance="50.3")

    Looks().look([ONE, far], [screen(ONE)]).judge(BOTH_WAYS)
    Looks().look([ONE, far], [screen(ONE), screen(far)]).judge(BOTH_WAYS)


def test_a_red_pharmacy_may_be_shown_with_word_of_it():
    Looks().look([FULL], [screen(FULL, capacity="no capacity")]).judge(RED)


@pytest.mark.parametrize(
    ("hours", "may_lack", "must_lack"),
    [
        ("09:00-10:20", False, False),  # opens again tomorrow at nine
        ("09:00-12:00", False, False),
        ("12:00-13:00", False, False),
    ],
)
def test_one_that_opens_within_a_day_does_not_lack(hours, may_lack, must_lack):
    look = Looks().look([service(1, openingTimes=opening(hours))], [])
    with pytest.raises(NotMet):
        look.judge(BOTH_WAYS)


@pytest.mark.parametrize("hours", ["09:00-10:20", "08:00-09:30", ""])
def test_one_that_shuts_for_long_may_lack_and_should(hours):
    """Of a Wednesday at ten, where Thursday has no session."""
    times = opening(hours, dates=[])
    times["days"][3]["sessions"] = []  # Thursday
    Looks().look([service(1, openingTimes=times)], []).judge(BOTH_WAYS)
    with pytest.raises(NotMet):
        Looks().look([service(1, openingTimes=times)], [screen(ONE)]).judge(SHUT)


def test_nothing_of_the_kind_shows_nothing():
    for check in (RED, SHUT):
        with pytest.raises(NotShown):
            Looks().look([ONE], [screen(ONE)]).judge(check)
    with pytest.raises(NotShown):
        Looks().answered((500, b"", "")).saw([], status="failed", told="x").judge(BOTH_WAYS)
