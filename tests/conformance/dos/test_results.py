"""What is shown of each pharmacy, in whichever lawful way."""

import pytest

from cpcs_harness._content.conformance.dos import test_closed_world as closed_world
from cpcs_harness._content.conformance.dos import test_open_now as open_now
from cpcs_harness._content.conformance.dos import test_results as checks
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from dos_evidence import Looks, screen, service
from made_up import MOMENT
from openings import FIRST, opening

SHOWN = checks.test_each_pharmacy_is_shown_with_all_that_the_toolkit_lists
PRIVATE = checks.test_the_private_telephone_number_is_never_shown
ORDER = checks.test_pharmacies_stand_in_the_order_of_dos_or_by_distance
CODE = checks.test_an_ods_code_is_the_pharmacys_own
NAMES = checks.test_names_that_only_dos_needs_are_not_shown
CLINICIANS = checks.test_what_is_for_clinicians_is_not_in_the_list
EVERY = closed_world.test_those_are_shown_that_dos_gave_and_no_others
OPEN = open_now.test_what_is_said_to_be_open_is_open
NOBODY = checks.test_that_nobody_was_found_is_said
ANEW = checks.test_each_search_asks_dos_anew

LATE = opening("00:00-02:00 18:00-23:59", "00:00-02:00 18:00-23:59", "00:00-02:00")
JOINED = [{"day": day, "sessions": ["18:00-02:00"]} for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat")]
JOINED[0]["sessions"].insert(0, "00:00-02:00")
UNNAMED = service(1, publicName="")
OF_BEFORE = {key: value for key, value in service(1).items() if key != "publicName"}


def judged(check, of, **changes):
    Looks().look([of], [screen(of, **changes)]).judge(check)


def test_a_session_may_be_shown_past_midnight():
    late = service(1, openingTimes=LATE)

    judged(SHOWN, late, opening_times=JOINED)
    with pytest.raises(NotMet, match="opening times"):
        judged(SHOWN, late, opening_times=JOINED[1:])


def test_a_day_that_lacks_of_a_pharmacy_that_never_shuts_is_missed():
    of = service(1, openingTimes=opening("", all_hours=True))
    every = screen(of)["opening_times"]
    days = [
        {"day": day, "sessions": ["00:00-24:00"]} for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    ]

    judged(SHOWN, of, opening_times=days)
    judged(SHOWN, of, opening_times=[{"day": "Every day", "sessions": ["00:00-24:00"]}])
    judged(SHOWN, of, opening_times=every)
    with pytest.raises(NotMet, match="at all hours"):
        judged(SHOWN, of, opening_times=days[:6])


def test_two_words_of_one_date_are_one_too_many():
    of = service(1, openingTimes=opening("", all_hours=True, dates=[(FIRST.replace(2026, 11, 25), "closed")]))
    right, other = ({"date": "2026-11-25", "sessions": [text]} for text in ("Closed", "09:00-17:00"))

    judged(SHOWN, of, specified_dates=[right])
    for both in ([right, other], [other, right]):
        with pytest.raises(NotMet, match="specified dates"):
            judged(SHOWN, of, specified_dates=both)


@pytest.mark.parametrize("end", ["24:00", "00:00", "23:59", "12am"])
def test_midnight_may_be_written_in_any_way(end):
    times = opening("08:00-24:00", dates=[(FIRST.replace(year=2027), "10:00-24:00")])
    days = [{"day": day, "sessions": [f"08:00-{end}"]} for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
    dates = [{"date": "2027-01-01", "sessions": [f"10:00-{end}"]}]

    judged(SHOWN, service(1, openingTimes=times), opening_times=days, specified_dates=dates)


def test_todays_date_has_to_be_shown_and_past_ones_need_not():
    today, past = FIRST.replace(2026, 11, 25), FIRST.replace(2026, 11, 24)
    of = service(1, openingTimes=opening("", all_hours=True, dates=[(today, "closed"), (past, "closed")]))

    judged(SHOWN, of, specified_dates=[{"date": "2026-11-25", "sessions": ["Closed"]}])
    with pytest.raises(NotMet, match="coming specified dates"):
        judged(SHOWN, of, specified_dates=[])


@pytest.mark.parametrize(
    "name", ["Pharm+: Leeds, West Yorkshire (Pharmacy 1)", "Leeds, West Yorkshire (Pharmacy 1)", "Pharmacy 1"]
)
def test_where_there_is_no_public_name_the_other_is_shown_or_the_public_part_of_it(name):
    judged(SHOWN, UNNAMED, public_name=name)


@pytest.mark.parametrize("id", [{}, {"service_id": None}])
def test_an_answer_without_the_member_for_a_public_name_is_shown_by_the_other(id):
    said = {"at": MOMENT, "is_open": True}
    shown = screen(service(1), open=said, **id)

    for check in (SHOWN, EVERY, OPEN):
        Looks().look([OF_BEFORE], [shown]).judge(check)
    with pytest.raises(NotMet, match="name"):
        Looks().look([OF_BEFORE], [screen(service(1), public_name="")]).judge(SHOWN)
    with pytest.raises(NotMet, match="Pharmacy 1"):
        Looks().look([OF_BEFORE, service(2)], [screen(service(2))]).judge(EVERY)


def test_neither_another_name_nor_the_internal_one_beside_a_public_one_is_right():
    for of, name in ((UNNAMED, "Leeds"), (service(1), "Pharm+: Leeds, West Yorkshire (Pharmacy 1)")):
        with pytest.raises(NotMet, match="public name"):
            judged(SHOWN, of, public_name=name)
    with pytest.raises(NotMet):
        judged(NAMES, UNNAMED, public_name="Pharm+: Leeds, West Yorkshire (Pharmacy 1)")
    judged(NAMES, UNNAMED, public_name="Leeds, West Yorkshire (Pharmacy 1)")


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("01632 960923 Fax 01632 960924", True),
        ("+44 1632 960923", True),
        ("01632 960924", False),
        ("", False),
        ("0163", False),
    ],
)
def test_of_a_number_with_words_the_number_alone_may_be_shown(shown, right):
    of = service(1, phone={"public": "01632 960923 Fax 01632 960924", "nonPublic": "01632 960999"})
    if right:
        judged(SHOWN, of, telephone=shown)
        return
    with pytest.raises(NotMet, match="telephone"):
        judged(SHOWN, of, telephone=shown)


def test_the_order_of_dos_or_by_distance():
    near, far = service(1), service(2)

    Looks().look([far, near], [screen(far), screen(near)]).judge(ORDER)
    Looks().look([far, near], [screen(near), screen(far, distance_miles="2 miles")]).judge(ORDER)
    with pytest.raises(NotMet, match="order"):
        Looks().look([near, far], [screen(far), screen(near)]).judge(ORDER)
    with pytest.raises(NotShown, match="no two pharmacies"):
        judged(ORDER, near, distance_miles=None)
    with pytest.raises(NotMet, match="distance"):
        judged(ORDER, near, distance_miles="1.6 km")


@pytest.mark.parametrize("held", ["FQ502RPX", " FQ502 ", "FQ502", "fq502M06DSP"])
def test_an_ods_code_is_cut_and_trimmed(held):
    judged(CODE, service(1, odsCode=held), ods="FQ502")
    with pytest.raises(NotApplicable, match="no ODS code"):
        judged(CODE, service(1, odsCode=held), ods="")
    with pytest.raises(NotMet):
        judged(CODE, service(1, odsCode=held), ods="FQ502RPX0")


@pytest.mark.parametrize("check", [SHOWN, PRIVATE, ORDER, CODE, NAMES, CLINICIANS])
def test_where_no_pharmacy_is_shown_that_dos_gave_nothing_is_passed(check):
    for nothing in (Looks().look([], []), Looks().look([service(1)], [])):
        with pytest.raises((NotShown, NotMet)):
            nothing.judge(check)


def test_where_no_search_was_done_none_was_made_anew():
    with pytest.raises(NotShown, match="no search was done"):
        Looks().look([], [], status="failed").judge(ANEW)


def test_what_is_for_clinicians_and_what_is_private():
    judged(CLINICIANS, service(1))
    judged(PRIVATE, service(1))
    with pytest.raises(NotMet):
        judged(CLINICIANS, service(1), note="RING about  stock")
    with pytest.raises(NotMet):
        judged(PRIVATE, service(1), note="+44 1632 960999")


def test_nobody_is_said():
    Looks().look([], [], message="Nobody is near").judge(NOBODY)
    with pytest.raises(NotMet):
        Looks().look([], []).judge(NOBODY)
    with pytest.raises(NotShown):
        judged(NOBODY, service(1))


def test_each_search_is_made():
    looks = Looks().look([service(1)], [screen(service(1))])
    looks.judge(ANEW)
    with pytest.raises(NotMet):
        looks.saw([screen(service(1))]).judge(ANEW)
    Looks().look([], []).saw([], given={"open_at": "2026-12-25T10:00:00Z"}).judge(ANEW)
