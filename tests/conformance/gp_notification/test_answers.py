"""What practices answer: nothing is judged of what was not sent, and what may be done again is not blamed."""

import pytest

from cpcs_harness._content.conformance._shared.practice_answers import (
    CASES,
    DELIVERED,
    FAILED,
    LATE,
    OPEN,
    THING,
    Script,
    cases_of,
)
from cpcs_harness._content.conformance.gp_notification import test_answers
from cpcs_harness._content.mocks.gp_practice.responses import ANSWERS
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.errors import NotMet, NotShown
from gp_evidence import answer, collect, evidence, mail, notified, outbox, send
from made_up import observed

DECEASED = "known, deceased"


def row_of(case, **more):
    """Give what is drawn for a case that has nothing besides what it is about."""
    return settings_of(conditions(), case.pinned).things[THING] | more


SCRIPTS = {
    case.label: Script(case.label, row_of(case, when="at once"), "9990000018")
    for case in cases_of("minor-illness")
    if case.label != LATE
}
DRAWN = {label: {THING: script.row} for label, script in SCRIPTS.items()}
STATES = {DELIVERED: "delivered", FAILED: "failed", OPEN: "sent"}
LATE_CASE = next(case for case in CASES if case.label == LATE)
JUDGES = [
    test_answers.test_what_was_refused_or_not_delivered_is_told_to_a_person,
    test_answers.test_what_was_accepted_is_delivered_whatever_else_comes,
    test_answers.test_an_answer_counts_for_the_message_that_it_names_alone,
    test_answers.test_a_refused_message_is_not_sent_again_and_the_fall_back_goes_once,
]


EVERYBODY = DRAWN | {LATE: {THING: row_of(LATE_CASE)}}


def played(*more, without=(), **states):
    """Tell of every patient but some by MESH, collect, and look; a due state may be shown otherwise."""
    due = STATES | states
    labels = [*SCRIPTS, LATE]
    calls = [
        send(seq, label, document=f"d{seq}") for seq, label in enumerate(labels, 1) if label not in without
    ]
    seen = [
        notified(200 + seq, label, ("mesh", due[script.due]))
        for seq, (label, script) in enumerate(SCRIPTS.items())
    ]
    looked = [outbox(298, *["unanswered"] * len(labels), as_of="2026-12-04T10:00:00Z")]
    late = [notified(297, LATE, ("mesh", "sent")), *looked, notified(300, LATE, ("mesh", due[DELIVERED]))]
    return evidence(labels, [*calls, collect(100), *more], [*seen, *late], drawn=EVERYBODY)


@pytest.mark.parametrize("judge", JUDGES)
def test_what_is_told_rightly_passes(judge):
    judge(played())


@pytest.mark.parametrize("judge", JUDGES)
def test_of_what_was_not_sent_nothing_is_shown(judge):
    with pytest.raises(NotShown, match="nothing was sent by MESH"):
        judge(played(without=[*SCRIPTS, LATE]))


def test_what_is_wrong_is_said_whatever_was_not_sent():
    with pytest.raises(NotMet):
        JUDGES[1](played(without=["accepted"], delivered="sent"))


def labelled(due, *, report):
    return next(one.label for one in SCRIPTS.values() if one.due == due and bool(one.report) is report)


def test_what_a_practice_refused_is_not_sent_again_but_what_mesh_could_not_deliver_may_be():
    refused, undelivered = labelled(FAILED, report=False), labelled(FAILED, report=True)
    number = {label: seq for seq, label in enumerate(SCRIPTS, 1)}

    JUDGES[3](played(send(150, undelivered, document=f"d{number[undelivered]}")))
    with pytest.raises(NotMet, match="no second sending"):
        JUDGES[3](played(send(150, refused, document=f"d{number[refused]}")))


def test_an_email_that_was_tried_twice_is_one():
    refused = labelled(FAILED, report=False)

    JUDGES[3](played(mail(150, refused, code=451), mail(151, refused)))
    with pytest.raises(NotMet, match="e-mails"):
        JUDGES[3](played(mail(150, refused), mail(151, refused, message_id="<2@nhs.net>")))


def answered_late(*calls, state="delivered", rows=()):
    calls = [send(1, LATE), collect(2), *calls]
    seen = [notified(5, LATE, ("mesh", "sent")), outbox(6, "unanswered", as_of="2026-12-04T10:00:00Z")]
    seen += [notified(20, LATE, ("mesh", state)), outbox(21, *rows, as_of="2026-12-04T10:00:00Z")]
    found = evidence([*SCRIPTS, LATE], calls, seen, drawn=EVERYBODY)
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
                [*SCRIPTS, LATE], [send(1, LATE), collect(2), CAME[0]], [notified(5, LATE)], drawn=EVERYBODY
            )
        )


DEATH = test_answers.test_a_death_that_the_practice_tells_of_is_shown_to_a_person
DIED = "The patient has died, says the practice"


def deceased(*seen, codes=("20013", "30004")):
    """Have a practice say of its patient that they have died; the pharmacist sees what is given."""
    calls = [send(1, DECEASED), *(answer(10 + seq, code) for seq, code in enumerate(codes))]
    told = [notified(30, DECEASED, ("mesh", "delivered"), notices=[{"kind": "x", "text": "Ring them"}])]
    others = [one.label for one in SCRIPTS.values() if one.label != DECEASED and one.due == DELIVERED]
    others.append(LATE)
    calls += [
        send(40 + seq, label, document=f"d{seq}", header=f"h{seq}") for seq, label in enumerate(others, 2)
    ]
    notes = [notified(60 + seq, label, ("mesh", "delivered")) for seq, label in enumerate(others)]
    DEATH(evidence([*SCRIPTS, LATE], calls, [*told, *notes, *seen], drawn=EVERYBODY))


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


ROWS = [
    ({"answer": "accepted", "order": "business first"}, ("30001", "20013"), DELIVERED),
    ({"answer": "accepted", "times": "twice"}, ("20013", "20013", "30001", "30001"), DELIVERED),
    ({"answer": "accepted", "besides": "a copy after", "form": "in chunks"}, None, DELIVERED),
    ({"answer": "accepted", "besides": "taken back"}, ("20013", "30001", "30002"), FAILED),
    (
        {"answer": "accepted", "besides": "about another"},
        ("20009 about another", "20013", "30001"),
        DELIVERED,
    ),
    ({"answer": "taken, and no more", "besides": "about another"}, None, OPEN),
    ({"answer": "of the old kind"}, ("20013 old", "30001 old"), OPEN),
    ({"answer": "nothing"}, (), OPEN),
    ({"answer": "security"}, None, FAILED),
    ({"answer": "EPL-151"}, (), FAILED),
]


@pytest.mark.parametrize(("row", "codes", "due"), ROWS)
def test_what_is_drawn_says_which_codes_come_and_what_they_come_to(row, codes, due):
    script = Script("one", row, "9990000018")

    assert codes is None or script.codes == codes
    assert script.due == due
    assert all(("in chunks" in code) is (row.get("form") == "in chunks") for code in script.codes)


def test_every_code_that_may_be_answered_is_one_that_practices_have_words_for():
    drawn = [Script("one", row_of(case), f"9990000{number:02}8") for case in CASES for number in range(20)]

    assert {code[:5] for script in drawn for code in script.codes} == set(ANSWERS) - {"20014"}


def test_what_was_answered_late_was_not_delivered_before():
    calls = [send(1, LATE), collect(2), *CAME]
    seen = [notified(5, LATE, ("mesh", "delivered")), notified(20, LATE, ("mesh", "delivered"))]
    judge = test_answers.test_an_answer_counts_for_the_message_that_it_names_alone

    with pytest.raises(NotMet, match=r"answered late \(no answer yet\) not delivered"):
        judge(evidence([*SCRIPTS, LATE], calls, seen, drawn=EVERYBODY))
