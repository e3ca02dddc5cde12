"""What practices answer: nothing is judged of what was not sent, and what may be done again is not blamed."""

import pytest

from cpcs_harness._content.conformance._shared.practice_answers import (
    DECEASED,
    DELIVERED,
    FAILED,
    OPEN,
    cases_of,
)
from cpcs_harness._content.conformance.gp_notification import test_answers
from cpcs_harness.errors import NotMet, NotShown
from gp_evidence import answer, collect, evidence, mail, notified, outbox, send
from made_up import observed

CASES = cases_of("minor-illness")
STATES = {DELIVERED: "delivered", FAILED: "failed", OPEN: "sent"}
JUDGES = [
    test_answers.test_what_was_refused_or_not_delivered_is_told_to_a_person,
    test_answers.test_what_was_accepted_is_delivered_whatever_else_comes,
    test_answers.test_an_answer_counts_for_the_message_that_it_names_alone,
    test_answers.test_a_refused_message_is_not_sent_again_and_the_fall_back_goes_once,
]


def played(*more, without=(), **states):
    """Tell of every patient but some by MESH, collect, and look; a due state may be shown otherwise."""
    due = STATES | states
    told = [case for case in CASES if case.label not in without]
    calls = [send(seq, case.label, document=f"d{seq}") for seq, case in enumerate(told, 1)]
    seen = [notified(200 + seq, case.label, ("mesh", due[case.due])) for seq, case in enumerate(CASES)]
    return evidence([case.label for case in CASES], [*calls, collect(100), *more], seen)


@pytest.mark.parametrize("judge", JUDGES)
def test_what_is_told_rightly_passes(judge):
    judge(played())


@pytest.mark.parametrize("judge", JUDGES)
def test_of_what_was_not_sent_nothing_is_shown(judge):
    with pytest.raises(NotShown, match="nothing was sent by MESH"):
        judge(played(without=[case.label for case in CASES]))


def test_what_is_wrong_is_said_whatever_was_not_sent():
    with pytest.raises(NotMet):
        JUDGES[1](played(without=["accepted"], delivered="sent"))


def labelled(due, *, report):
    return next(case.label for case in CASES if case.due == due and bool(case.report) is report)


def test_what_a_practice_refused_is_not_sent_again_but_what_mesh_could_not_deliver_may_be():
    refused, undelivered = labelled(FAILED, report=False), labelled(FAILED, report=True)
    number = {case.label: seq for seq, case in enumerate(CASES, 1)}

    JUDGES[3](played(send(150, undelivered, document=f"d{number[undelivered]}")))
    with pytest.raises(NotMet, match="no second sending"):
        JUDGES[3](played(send(150, refused, document=f"d{number[refused]}")))


def test_an_email_that_was_tried_twice_is_one():
    refused = labelled(FAILED, report=False)

    JUDGES[3](played(mail(150, refused, code=451), mail(151, refused)))
    with pytest.raises(NotMet, match="e-mails"):
        JUDGES[3](played(mail(150, refused), mail(151, refused, message_id="<2@nhs.net>")))


LATE = next(case.label for case in CASES if case.late)


def answered_late(*calls, state="delivered", rows=()):
    calls = [send(1, LATE), collect(2), *calls]
    seen = [notified(5, LATE, ("mesh", "sent")), outbox(6, "unanswered", as_of="2026-12-04T10:00:00Z")]
    seen += [notified(20, LATE, ("mesh", state)), outbox(21, *rows, as_of="2026-12-04T10:00:00Z")]
    found = evidence([case.label for case in CASES], calls, seen)
    with pytest.raises(NotShown, match="nothing was sent by MESH"):  # about all the others
        test_answers.test_what_was_answered_late_needs_nobody_any_more(found)


CAME = [answer(10, "20013"), answer(11, "30001")]


def test_what_was_answered_late_is_delivered():
    answered_late(*CAME)


@pytest.mark.parametrize(
    "wrong", [{"state": "sent"}, {"state": "failed"}, {"rows": ["unanswered"]}, {"rows": ["failed"]}]
)
def test_what_was_answered_late_asks_for_nobody_any_more(wrong):
    with pytest.raises(NotMet):
        answered_late(*CAME, **wrong)


def test_what_was_not_answered_in_the_end_shows_nothing():
    with pytest.raises(NotShown, match="collected"):
        test_answers.test_what_was_answered_late_needs_nobody_any_more(
            evidence(
                [case.label for case in CASES], [send(1, LATE), collect(2), CAME[0]], [notified(5, LATE)]
            )
        )


DEATH = test_answers.test_a_death_that_the_practice_tells_of_is_shown_to_a_person
DIED = "The patient has died, says the practice"


def deceased(*seen, codes=("20013", "30004")):
    """Have a practice say of its patient that they have died; the pharmacist sees what is given."""
    calls = [send(1, DECEASED), *(answer(10 + seq, code) for seq, code in enumerate(codes))]
    told = [notified(30, DECEASED, ("mesh", "delivered"), notices=[{"kind": "x", "text": "Ring them"}])]
    others = [case.label for case in CASES if case.label != DECEASED and case.due == DELIVERED]
    calls += [
        send(40 + seq, label, document=f"d{seq}", header=f"h{seq}") for seq, label in enumerate(others, 2)
    ]
    notes = [notified(60 + seq, label, ("mesh", "delivered")) for seq, label in enumerate(others)]
    DEATH(evidence([DECEASED, *others], calls, [*told, *notes, *seen]))


@pytest.mark.parametrize(
    "seen",
    [
        notified(31, DECEASED, notices=[{"kind": "x", "text": DIED}]),
        observed(32, "list_alerts", {"alerts": [{"kind": "x", "referral": None, "text": DIED}]}),
        observed(32, "view_outbox", {"outbox": [{"state": "x", "referral": None, "text": "Deceased"}]}),
    ],
)
def test_a_death_may_be_told_wherever_a_person_sees_it(seen):
    deceased(seen)


@pytest.mark.parametrize(
    "seen",
    [
        notified(31, DECEASED),
        notified(5, DECEASED, notices=[{"kind": "x", "text": DIED}]),
        observed(32, "list_alerts", {"alerts": [{"kind": "x", "referral": "another", "text": DIED}]}),
        observed(32, "list_alerts", {"alerts": [{"kind": "x", "referral": None, "text": "By the deadline"}]}),
    ],
    ids=["nothing", "before the answer", "of another", "other words"],
)
def test_a_death_that_nobody_is_told_of_fails(seen):
    with pytest.raises(NotMet, match="has died"):
        deceased(seen)


def test_where_the_answer_was_not_collected_nothing_is_shown_of_a_death():
    with pytest.raises(NotShown, match="were collected"):
        deceased(codes=("20013",))


@pytest.mark.parametrize(("shown", "timing"), [("sent", "late"), ("failed", None)])
def test_an_answer_that_is_not_yet_shown_may_be_late_and_a_wrong_one_is_wrong(shown, timing):
    with pytest.raises(NotMet) as raised:
        JUDGES[1](played(delivered=shown))
    assert raised.value.finding.timing == timing


@pytest.mark.parametrize(("shown", "timing"), [("sent", "absent"), ("delivered", None)])
def test_a_failure_that_is_not_yet_told_may_be_late_and_a_delivery_is_wrong(shown, timing):
    with pytest.raises(NotMet) as raised:
        JUDGES[0](played(failed=shown))
    assert raised.value.finding.timing == timing
