"""Whom RTEC is asked about, and how: what fails, and what others lawfully do."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from charged import ID, MADE, NOW, OTHER, checked, fields, patient, question, seen_of, token
from cpcs_harness._content.conformance.rtec import test_asking as asking
from cpcs_harness.errors import NotMet, NotShown

ONE = patient("not-found")
ANSWERED = {"not-found": ONE}


def judge(check, calls, seen=None, issued=ANSWERED):
    looks = [checked(given, 20 + n, "not-found") for n, given in enumerate(issued.values())]
    check(seen_of(issued, calls, looks if seen is None else seen))


def test_who_asks_rtec_nothing_is_not_shown():
    for check in (value for name, value in vars(asking).items() if name.startswith("test_")):
        with pytest.raises(NotShown, match="never asked"):
            judge(check, [])


@pytest.mark.parametrize(
    ("label", "years", "days"),
    [
        pytest.param("child", 16, -1, id="the-day-before-sixteen"),
        pytest.param("sixty", 60, 0, id="sixty-today"),
        pytest.param("sixty-since-yesterday", 60, 1, id="the-day-after"),
    ],
)
def test_a_question_about_who_is_exempt_by_age_fails(label, years, days):
    person = patient(label, years, days)
    calls = [question(ONE, 1), question(person, 2)]

    with pytest.raises(NotMet, match="exempt by age"):
        judge(asking.test_nobody_is_asked_about_who_is_exempt_by_age, calls, issued={label: person})


def judged_of_age(label, years, days, calls=(), later=0.0, status=200):
    person = patient(label, years, days)
    traced = question(person, 3, status)
    traced.service = "pds"
    look = checked(person, 20, "not-asked")
    look.clock = (NOW + timedelta(seconds=later)).isoformat()
    judge(
        asking.test_who_is_neither_too_young_nor_too_old_is_asked_about,
        [question(ONE, 1), traced, *(question(person, 2) for _ in calls)],
        [look],
        {label: person, **ANSWERED},
    )


@pytest.mark.parametrize(("label", "years", "days"), [("sixteen", 16, 0), ("fifty-nine", 60, -1)])
def test_who_is_neither_too_young_nor_too_old_is_to_be_asked_about(label, years, days):
    judged_of_age(label, years, days, calls=[1])
    with pytest.raises(NotMet, match="not exempt by age"):
        judged_of_age(label, years, days)


def test_that_pds_did_not_answer_is_not_held_against_the_system():
    with pytest.raises(NotShown, match="PDS answered about nobody"):
        judged_of_age("sixteen", 16, 0, status=503)


def test_who_became_sixty_meanwhile_may_be_left_out():
    judged_of_age("fifty-nine", 60, -1, later=24 * 3600)


def test_who_became_sixteen_meanwhile_may_be_asked_about():
    person = patient("child", 16, -1)
    calls = [question(person, 2, later=24 * 3600)]

    judge(asking.test_nobody_is_asked_about_who_is_exempt_by_age, calls, issued={"child": person})


@pytest.mark.parametrize("named", ["", None, "9AD427-A83008-2E461X", "9C18AE6F-510C-F7A3-E050-D20AE3A231C8C"])
def test_a_question_without_a_valid_prescription_fails(named):
    without = patient("no-prescription")
    calls = [question(without, 1, 400, asked=fields(without, prescriptionId=named))]

    with pytest.raises(NotMet, match="prescriptionId"):
        judge(
            asking.test_each_question_names_a_valid_prescription, calls, issued={"no-prescription": without}
        )


def test_a_question_of_a_supply_without_a_prescription_is_a_fault_of_its_own():
    without = patient("no-prescription")

    with pytest.raises(NotMet, match="supply without one"):
        judge(
            asking.test_nothing_is_asked_of_a_supply_without_a_prescription,
            [question(without, 1)],
            issued={"no-prescription": without},
        )
    judge(
        asking.test_nothing_is_asked_of_a_supply_without_a_prescription,
        [question(ONE, 1)],
        issued={"no-prescription": without},
    )


TWICE = [checked(ONE, 20, "not-found"), checked(ONE, 21, "not-found")]


def test_two_answered_questions_about_one_prescription_fail():
    with pytest.raises(NotMet, match="2 answered questions"):
        judge(asking.test_each_prescription_is_asked_about_once, [question(ONE, 1), question(ONE, 2)], TWICE)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(question(ONE, 2, 503), id="no-answer-before"),
        pytest.param(question(ONE, 2, 200), id="an-answer-that-says-nothing-before"),
        pytest.param(question(ONE, 2, asked=fields(ONE, prescriptionId=OTHER)), id="another-prescription"),
    ],
)
def test_what_may_be_asked_besides(second):
    judge(asking.test_each_prescription_is_asked_about_once, [question(ONE, 1), second], TWICE)


def test_without_a_second_look_it_is_not_shown_that_one_question_is_enough():
    with pytest.raises(NotShown, match="once more"):
        judge(asking.test_each_prescription_is_asked_about_once, [question(ONE, 1)], TWICE[:1])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"dob": "31/12/1990"}, "dob", id="a-day-as-people-write-it"),
        pytest.param({"postcode": "ZZ99 9ZZ"}, "postcode", id="another-postcode"),
        pytest.param({"surname": "Other"}, "surname", id="another-name"),
        pytest.param({"forename": "Zoë"}, "forename", id="not-ascii"),
        pytest.param({"forename": None}, "forename", id="no-name"),
        pytest.param({"nhsNumber": "9990000018"}, "NHS number", id="somebody-elses-number"),
    ],
)
def test_another_field_than_pds_has_fails(change, said):
    with pytest.raises(NotMet, match=said):
        judge(
            asking.test_each_question_has_six_fields_of_the_traced_patient,
            [question(ONE, 1, asked=fields(ONE, **change))],
        )


@pytest.mark.parametrize(
    "change", [{}, {"surname": " ATTWELL"}, {"postcode": ONE["person"]["postcode"].lower()}]
)
def test_the_same_fields_in_other_writing_pass(change):
    judge(
        asking.test_each_question_has_six_fields_of_the_traced_patient,
        [question(ONE, 1, asked=fields(ONE, **change))],
    )


@pytest.mark.parametrize("label", ["restricted", "dead"])
def test_a_question_about_who_must_not_be_asked_about_fails(label):
    person = patient(label)
    with pytest.raises(NotMet, match=label):
        judge(
            asking.test_nobody_is_asked_about_the_dead_or_restricted,
            [question(person, 1)],
            issued={label: person},
        )
    judge(
        asking.test_nobody_is_asked_about_the_dead_or_restricted, [question(ONE, 1)], issued={label: person}
    )


@pytest.mark.parametrize(
    ("carried", "said"),
    [
        pytest.param(token(ONE, aud="https://rtec.test"), "aud", id="another-address"),
        pytest.param(
            token(ONE, requesting_organization="RX999"), "requesting_organization", id="another-pharmacy"
        ),
        pytest.param(token(ONE, exp=MADE + 301), "exp is not within", id="too-long"),
        pytest.param(token(ONE, exp=str(MADE + 300)), "are no seconds since 1970", id="time-as-text"),
        pytest.param(token(ONE, MADE * 1000), "are no seconds since 1970", id="milliseconds"),
        pytest.param(token(ONE, MADE + 3600), "iat is \\+3600 s from the time", id="another-zone"),
        pytest.param(token(ONE, MADE - 3600), "iat is -3600 s from the time", id="an-hour-old"),
        pytest.param(token(ONE, sub="u2"), "requesting_practitioner", id="two-users"),
        pytest.param(token(ONE) | {"signature": "x"}, "alg none", id="signed"),
        pytest.param(token(ONE) | {"parts": 2}, "alg none", id="no-trailing-dot"),
        pytest.param(
            {"parts": 1, "header": None, "payload": None, "signature": ""}, "iss is nothing", id="no-token"
        ),
    ],
)
def test_a_token_that_is_wrong_fails(carried, said):
    with pytest.raises(NotMet, match=said):
        judge(asking.test_each_question_has_a_token_of_its_own, [question(ONE, 1, carried=carried)])


def test_a_token_that_is_kept_fails_where_time_has_passed():
    kept = token(ONE)
    with pytest.raises(NotMet, match="a token of its own"):
        judge(
            asking.test_each_question_has_a_token_of_its_own,
            [question(ONE, 1, carried=kept), question(ONE, 2, carried=kept, later=3)],
        )


def test_two_tokens_of_the_same_second_may_say_the_same():
    made = token(ONE)
    judge(
        asking.test_each_question_has_a_token_of_its_own,
        [question(ONE, 1, carried=made), question(ONE, 2, carried=made, later=0.2)],
    )


def test_the_identifiers_of_these_tests_are_valid():
    assert asking.is_short(ID)
    assert asking.is_short(OTHER)


@pytest.mark.parametrize(
    ("action", "given", "ods", "signed_in", "user"),
    [
        ("sign_in", {"with": "cis2"}, "FA101", True, "u7"),
        ("choose_role", {}, "FA101", True, "u7"),
        ("sign_in", {}, "FA101", True, ""),
        ("sign_in", {"with": "cis2"}, "FA101", False, ""),
        ("sign_in", {"with": "cis2"}, "FB202", True, ""),
    ],
    ids=["with CIS2", "a role chosen", "without CIS2", "not yet", "at another pharmacy"],
)
def test_only_of_who_is_signed_in_with_cis2_at_the_pharmacy_is_the_user_id_known(
    action, given, ods, signed_in, user
):
    seen = SimpleNamespace(
        seq=3, action=action, given=given, actor={"ods": ods}, shown={"signed_in": signed_in}
    )
    journey = SimpleNamespace(issued={"care_worker": {"user_id": "u7"}}, seen=[seen])
    who = SimpleNamespace(issued={"premises": {"ods": "FA101"}}, journey=journey)

    assert asking.user_at(who, SimpleNamespace(seq=4)) == user
    assert asking.user_at(who, SimpleNamespace(seq=2)) == ""
    journey.issued["care_worker"] = None
    assert asking.user_at(who, SimpleNamespace(seq=4)) == ""


def test_a_token_in_another_users_name_fails():
    asked = question(ONE, 1, carried=token(ONE, sub="u2", requesting_practitioner="u2"))

    assert asking.wrong_in(asked, ONE["premises"]["ods"], "") == []
    assert asking.wrong_in(asked, ONE["premises"]["ods"], "u2") == []
    assert len(asking.wrong_in(asked, ONE["premises"]["ods"], "u7")) == 2
