"""Pauses that grow for one patient by far, and errors that never came."""

import pytest

from cpcs_harness._content.conformance.pds import test_errors_and_retries
from cpcs_harness.errors import NotMet, NotShown
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
        ([(0, 1)] * 3, True),
    ],
    ids=["drawn by lot", "at one pace", "two tries"],
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
