"""Pauses that grow for one patient by far, and errors that never came."""

import pytest

from cpcs_harness._content.conformance.pds import test_errors_and_retries
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from pds_evidence import call, evidence, person


def tries(*moments, label):
    """Give the tries of one question, all in vain, at some moments."""
    number = person(label)["person"]["nhs_number"]
    return [
        call(i, path=f"/{number}", status=503, fault="unavailable", began=one)
        for i, one in enumerate(moments)
    ]


@pytest.mark.parametrize(
    ("pauses", "grown"),
    [
        ([(0, 1, 2.7), (0, 2, 2.5), (0, 2, 3)], True),
        ([(0, 1, 2), (0, 1, 2.1), (0, 2, 4)], False),
    ],
    ids=["drawn by lot", "at one pace"],
)
def test_pauses_grow_where_one_patients_do_by_far(pauses, grown):
    labels = test_errors_and_retries.LASTING
    calls = [
        one for label, moments in zip(labels, pauses, strict=True) for one in tries(*moments, label=label)
    ]
    one = evidence(calls, **{label: person(label) for label in labels})

    if grown:
        test_errors_and_retries.test_the_time_between_tries_grows(one)
    else:
        with pytest.raises(NotMet):
            test_errors_and_retries.test_the_time_between_tries_grows(one)


def test_trouble_that_never_struck_is_not_shown():
    fine = [
        call(1, path=f"/{person(label)['person']['nhs_number']}") for label in test_errors_and_retries.LASTING
    ]
    one = evidence(fine, **{label: person(label) for label in test_errors_and_retries.LASTING})

    with pytest.raises(NotShown):
        test_errors_and_retries.test_a_failure_that_lasts_is_given_up(one)


@pytest.mark.parametrize("moments", [(0,), (0, 1)], ids=["one try", "two tries"])
def test_pauses_that_nobody_has_to_make_need_not_grow(moments):
    labels = test_errors_and_retries.LASTING
    calls = [one for label in labels for one in tries(*moments, label=label)]

    with pytest.raises(NotApplicable, match="PDS-31"):
        test_errors_and_retries.test_the_time_between_tries_grows(
            evidence(calls, **{label: person(label) for label in labels})
        )


def test_who_sends_nothing_again_need_not_wait_before_it():
    people = {label: label for label in (*test_errors_and_retries.LASTING, "asks-for-time")}
    people["asks-for-long"] = "asks-for-long-time"  # of another length, and so of another number
    once = evidence(
        [one for label in people.values() for one in tries(0, label=label)],
        **{label: person(known) for label, known in people.items()},
    )

    for check in (
        test_errors_and_retries.test_there_is_time_between_two_tries,
        test_errors_and_retries.test_pds_is_left_alone_for_as_long_as_it_asks,
    ):
        with pytest.raises(NotApplicable, match="PDS-31"):
            check(once)


def test_what_is_sent_again_too_soon_is_not_excused_by_what_is_not():
    short, long = person("asks-for-time"), person("asks-for-long-time")
    calls = [*tries(0, 1, label="asks-for-time"), *tries(0, label="asks-for-long-time")]
    for one in calls:
        one.response.header = {"Retry-After": "5"}.get

    with pytest.raises(NotMet):
        test_errors_and_retries.test_pds_is_left_alone_for_as_long_as_it_asks(
            evidence(calls, **{"asks-for-time": short, "asks-for-long": long})
        )


@pytest.mark.parametrize("moments", [(0, 2), (0,)], ids=["asked again", "given up"])
def test_whoever_gives_up_at_a_moment_that_is_near_is_noticed(moments):
    number = person("untroubled")["person"]["nhs_number"]
    fault = test_errors_and_retries.NAMES_A_MOMENT
    calls = [call(i, path=f"/{number}", fault=fault * (i == 0), began=one) for i, one in enumerate(moments)]
    for one in calls:
        one.step = "PDS names a moment"
    found = evidence(calls, untroubled=person("untroubled"))

    if len(moments) > 1:
        test_errors_and_retries.test_pds_is_asked_again_at_the_moment_that_it_names(found)
    else:
        with pytest.raises(NotMet, match="another try"):
            test_errors_and_retries.test_pds_is_asked_again_at_the_moment_that_it_names(found)


def test_a_moment_that_pds_never_named_is_not_shown():
    fine = [call(1, path=f"/{person('untroubled')['person']['nhs_number']}")]

    with pytest.raises(NotShown):
        test_errors_and_retries.test_pds_is_asked_again_at_the_moment_that_it_names(
            evidence(fine, untroubled=person("untroubled"))
        )
