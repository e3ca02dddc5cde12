"""A referral by FHIR that is changed and taken back: what may be shown meanwhile, and what has to be in the end."""

import pytest

from conformance.nhs111_fhir import test_fhir as checks
from conformance.nhs111_fhir._messages import OPERATION
from cpcs_harness.errors import NotMet
from nhs111_evidence import evidence, issued, opened, row, sent, worklist

GIVEN = issued("changed by FHIR")
FIRST = {**GIVEN["report"], "interaction": "primary"}
WORDS = [{**FIRST["sections"][0], "text": "The patient rang back"}, *FIRST["sections"][1:]]
NEWER = {**FIRST, "version": 2, "document_id": "D-2", "sections": WORDS}
GONE = {**NEWER, "version": 3, "document_id": "D-3", "interaction": "nullify"}
ODS = FIRST["premises"]["ods"]
CALLS = [sent(seq, one, by=OPERATION) for seq, one in ((1, FIRST), (3, FIRST), (5, NEWER), (9, GONE))]


def looks(*seen):
    return evidence(GIVEN, CALLS, seen)


def listed(seq, *statuses):
    """Give a look at the worklist with rows of the patient."""
    return worklist(seq, *(row(FIRST, status=status) for status in statuses), ods=ODS)


def test_the_older_version_may_stay_listed_as_withdrawn():
    checks.test_a_referral_that_is_sent_again_is_one_referral(
        looks(listed(4, "new"), listed(6, "withdrawn", "new"), listed(10, "withdrawn", "withdrawn"))
    )


@pytest.mark.parametrize("seen", [listed(4, "new", "withdrawn"), listed(6, "new", "new"), listed(6)])
def test_neither_a_repeat_nor_a_newer_version_makes_a_second_referral(seen):
    with pytest.raises(NotMet, match="the number of rows"):
        checks.test_a_referral_that_is_sent_again_is_one_referral(looks(listed(4, "new"), seen))


def as_newer(seq, report):
    """Open the referral for what came last; it shows one version or the other."""
    return opened(seq, {**report, "document_id": NEWER["document_id"]})


def test_the_newer_version_may_come_late():
    checks.test_a_newer_version_takes_the_place_of_the_older(looks(as_newer(6, FIRST), as_newer(7, NEWER)))


def test_a_newer_version_that_never_comes_fails():
    with pytest.raises(NotMet, match="the newer version's text"):
        checks.test_a_newer_version_takes_the_place_of_the_older(looks(as_newer(6, FIRST)))


def test_what_is_taken_back_may_go_late():
    checks.test_what_is_taken_back_asks_for_no_work(
        looks(listed(6, "new"), listed(10, "new"), listed(11, "withdrawn"))
    )


def test_what_is_taken_back_and_stays_fails():
    with pytest.raises(NotMet, match="row that asks for work"):
        checks.test_what_is_taken_back_asks_for_no_work(looks(listed(6, "new"), listed(10, "new")))
