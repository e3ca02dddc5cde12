"""What waits too long is told, what did not wait shows nothing, and a practice that has to act at once is rung."""

import pytest

from cpcs_harness._content.conformance.gp_notification import test_in_time
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from gp_evidence import evidence, notified, outbox, recorded

LABEL, URGENT = "not now", "urgent for the practice"
FRIDAY, FRIDAY_AFTER, MONDAY = "2026-11-27T10:00:00Z", "2026-11-27T23:59:00Z", "2026-12-01T00:00:00Z"


def waits(*views, state="waiting"):
    seen = [recorded(1, LABEL, started=FRIDAY), notified(2, LABEL, ("nhsmail", state)), *views]
    test_in_time.test_an_email_that_waits_too_long_is_told_to_a_person(evidence([LABEL], [], seen))


@pytest.mark.parametrize("state", ["overdue", "failed", "unanswered"])
def test_what_is_too_late_is_told(state):
    waits(outbox(3, state, as_of=MONDAY))


def test_what_is_too_late_is_not_just_waiting():
    with pytest.raises(NotMet, match="in the outbox"):
        waits(outbox(3, "waiting", as_of=MONDAY))
    with pytest.raises(NotMet, match="in the outbox"):
        waits(outbox(3, "overdue", as_of=FRIDAY_AFTER), outbox(4, "waiting", as_of=MONDAY))


def test_before_its_time_is_over_nothing_is_asked():
    with pytest.raises(NotShown, match="nobody looked"):
        waits(outbox(3, "waiting", as_of=FRIDAY_AFTER))


def test_of_what_did_not_wait_nothing_is_shown():
    with pytest.raises(NotApplicable, match="waited"):
        waits(outbox(3, as_of=MONDAY), state="sent")


@pytest.mark.parametrize("action", ["record_consultation", "notify_gp"])
def test_whoever_says_to_ring_may_say_so_wherever_it_is_seen(action):
    said = notified(
        2, URGENT, ("mesh", "delivered"), action=action, notices=[{"kind": "ring-practice", "text": "!"}]
    )

    test_in_time.test_nobody_relies_on_a_message_where_the_practice_has_to_act_at_once(
        evidence([URGENT], [], [recorded(1, URGENT, urgent_for_gp=True), said])
    )


def test_a_delivery_is_no_telephone_call():
    said = notified(2, URGENT, ("mesh", "delivered"), notices=[{"kind": "no-practice", "text": "!"}])
    seen = [recorded(1, URGENT, urgent_for_gp=True), said]

    with pytest.raises(NotMet, match="ring-practice"):
        test_in_time.test_nobody_relies_on_an_email_where_the_practice_has_to_act_at_once(
            evidence([URGENT], [], seen)
        )


@pytest.mark.parametrize(
    "check",
    [
        test_in_time.test_nobody_relies_on_a_message_where_the_practice_has_to_act_at_once,
        test_in_time.test_nobody_relies_on_an_email_where_the_practice_has_to_act_at_once,
    ],
)
def test_where_nobody_came_to_telling_the_practice_nothing_is_shown(check):
    recorded_alone = [recorded(1, URGENT, urgent_for_gp=True), recorded(2, URGENT, "complete")]

    with pytest.raises(NotShown, match="notify_gp was not done"):
        check(evidence([URGENT], [], recorded_alone))


def test_each_practice_that_has_to_act_at_once_is_to_be_rung():
    ring = [{"kind": "ring-practice", "text": "!"}]
    seen = [
        *(recorded(seq, label, urgent_for_gp=True) for seq, label in ((1, URGENT), (2, "moved away"))),
        recorded(3, LABEL),
        notified(4, URGENT, ("mesh", "delivered"), notices=ring),
        *(notified(seq, label, ("mesh", "delivered")) for seq, label in ((5, "moved away"), (6, LABEL))),
    ]

    with pytest.raises(NotMet, match="ring-practice") as told:
        test_in_time.test_nobody_relies_on_a_message_where_the_practice_has_to_act_at_once(
            evidence([URGENT, "moved away", LABEL], [], seen)
        )
    assert told.value.finding.exchanges == ("o5",)


def test_where_nobody_has_to_act_at_once_nothing_is_shown():
    with pytest.raises(NotShown, match="of nobody it was recorded"):
        test_in_time.test_nobody_relies_on_a_message_where_the_practice_has_to_act_at_once(
            evidence([LABEL], [], [recorded(1, LABEL)])
        )


def test_a_person_may_be_told_to_ring_where_the_message_failed():
    ring = [{"kind": "ring-practice", "text": "!"}]
    said = notified(2, URGENT, ("nhsmail", "failed"), status="failed", notices=ring)

    test_in_time.test_nobody_relies_on_an_email_where_the_practice_has_to_act_at_once(
        evidence([URGENT], [], [recorded(1, URGENT, urgent_for_gp=True), said])
    )
