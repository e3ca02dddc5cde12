"""What may be answered to work on what was withdrawn meanwhile."""

import pytest

from cpcs_harness._content.conformance.nhs111 import test_withdrawals as withdrawals
from cpcs_harness.errors import NotMet, NotShown
from made_up import observed
from nhs111_evidence import evidence, issued, row, sent, worklist

GIVEN = issued("withdrawn-begun")
REPORT = GIVEN["report"]
SOUND = issued("sound")["report"]
ODS = REPORT["premises"]["ods"]
WITHDRAWS = "The sender has taken this referral back"


def judged(*answers):
    calls = [sent(seq, REPORT, variant=withdrawals.BEGUN) for seq in (1, 3)]
    calls.append(sent(7, SOUND, variant="at the end"))
    looks = [worklist(2, row(REPORT), ods=ODS), worklist(9, row(SOUND), ods=ODS)]
    withdrawals.test_work_on_what_was_withdrawn_does_not_go_on_unawares(
        evidence(GIVEN, calls, [looks[0], *answers, looks[1]])
    )


def answer(seq, action, shown=None, **more):
    return observed(seq, action, shown or {}, about=REPORT["document_id"], **more)


def refused(seq, action):
    return answer(seq, action, status="refused", reason="This cannot be worked on")


@pytest.mark.parametrize(
    "answers",
    [
        [refused(4, "record_consultation"), refused(5, "complete")],
        [answer(4, "record_consultation"), refused(5, "complete")],
        [answer(4, "record_consultation", {"notices": [{"text": WITHDRAWS}]}), answer(5, "complete")],
        [answer(4, "record_consultation"), answer(5, "complete", {"message": "This referral was withdrawn"})],
        [answer(4, "complete", {"notices": [{"kind": "withdrawn", "text": None}]})],
        [answer(4, "complete", {"message": "NHS 111 has retracted this"})],
    ],
)
def test_work_that_is_refused_or_goes_on_with_a_word_of_it_passes(answers):
    judged(*answers)


@pytest.mark.parametrize(
    "shown",
    [
        {"status": "completed"},
        {"status": "completed", "withdrawn": False},
        {"sections": [{"title": "Care", "text": "Cancelled the appointment"}]},
        {"claims": [{"status": "withdrawn"}]},
    ],
)
def test_work_that_is_completed_without_a_word_fails(shown):
    with pytest.raises(NotMet, match="completed without a word"):
        judged(answer(4, "record_consultation"), answer(5, "complete", shown))


def test_a_word_that_comes_after_the_end_is_too_late():
    with pytest.raises(NotMet, match="completed without a word"):
        judged(answer(4, "complete"), answer(5, "record_consultation", {"message": "It was withdrawn"}))


def test_work_before_the_withdrawal_shows_nothing():
    with pytest.raises(NotShown, match="nobody went on"):
        judged(answer(2, "record_consultation"), answer(2, "complete"))


OTHER = {**REPORT, "document_id": "D-2", "set_id": "S-2"}


def one_of_two(*rows, listed=True):
    calls = [
        sent(seq, one, variant=withdrawals.ONE_OF_TWO) for seq, one in ((1, REPORT), (2, OTHER), (4, OTHER))
    ]
    looks = [worklist(3, *[row(REPORT)] * listed, ods=ODS), worklist(5, *rows, ods=ODS)]
    withdrawals.test_a_nullification_withdraws_no_other_document(evidence(GIVEN, calls, looks))


@pytest.mark.parametrize(
    "rows",
    [
        [row(REPORT)],
        [row(REPORT), row(OTHER, status="withdrawn")],
        [row(REPORT, status="open"), row(OTHER, status="new")],
    ],
)
def test_a_case_of_which_a_report_stands_may_be_listed_once_or_by_report(rows):
    one_of_two(*rows)


@pytest.mark.parametrize("rows", [[], [row(REPORT, status="withdrawn")]])
def test_a_case_of_which_a_report_stands_still_asks_for_work(rows):
    with pytest.raises(NotMet, match="was not taken back"):
        one_of_two(*rows)


def test_a_case_that_was_never_listed_shows_nothing_of_its_reports():
    with pytest.raises(NotShown, match="was not listed before"):
        one_of_two(listed=False)
