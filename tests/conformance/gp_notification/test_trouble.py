"""MESH in trouble: what is lawfully done otherwise passes, and nothing passes where no trouble was met."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.gp_notification import test_trouble
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from gp_evidence import answer, evidence, mail, notified, outbox, send


@pytest.mark.parametrize(
    ("pathway", "by_mesh", "mails", "alone"),
    [
        ("minor-illness", [], ["an e-mail"], True),
        ("minor-illness", ["of another patient"], ["an e-mail"], False),
        ("minor-illness", [], [], False),
        ("urgent-medicines", [], ["an e-mail"], False),
    ],
    ids=["by NHSmail alone", "by MESH as well", "nobody is told", "an urgent medicine"],
)
def test_only_who_tells_of_minor_illnesses_by_nhsmail_alone_is_spared(pathway, by_mesh, mails, alone):
    journey = SimpleNamespace(pathway=pathway, exchanges=lambda *_, **__: by_mesh)
    told = SimpleNamespace(journey=journey, mails=lambda: mails)

    assert test_trouble.tells_by_nhsmail_alone(told) is alone


LOST = [notified(9, "answer lost", ("mesh", "sent"))]


def lost(*calls, seen=LOST):
    test_trouble.test_a_message_whose_answer_was_lost_is_sent_again_as_the_same(
        evidence(["answer lost"], calls, seen)
    )


def test_where_no_answer_was_lost_nothing_is_shown():
    with pytest.raises(NotShown, match="no answer of MESH was lost") as raised:
        lost(send(1, "answer lost"))

    assert raised.value.blame == "harness"


@pytest.mark.parametrize(
    "again",
    [
        [send(2, "answer lost")],
        [send(2, "answer lost", header="h2")],
        [send(2, "answer lost"), send(3, "answer lost")],
    ],
    ids=["the very same", "in another message", "twice more"],
)
def test_what_was_lost_may_be_sent_again(again):
    lost(send(1, "answer lost", status=0), *again)


def test_what_was_lost_may_wait():
    lost(send(1, "answer lost", status=0), seen=[notified(9, "answer lost", ("mesh", "waiting"))])


@pytest.mark.parametrize(
    "again",
    [[], [send(2, "answer lost", document="d2")], [send(2, "answer lost"), mail(3, "answer lost")]],
    ids=["nothing, and called sent", "another document", "an e-mail besides"],
)
def test_what_was_lost_is_neither_left_nor_told_twice(again):
    with pytest.raises(NotMet):
        lost(send(1, "answer lost", status=0), *again)


def went_twice(*calls, note="delivered", again=True):
    twice = [send(1, "answer lost", status=0), *([send(2, "answer lost")] if again else [])]
    test_trouble.test_what_went_twice_is_delivered_whatever_the_practice_calls_the_copy(
        evidence(["answer lost"], [*twice, *calls], [notified(9, "answer lost", ("mesh", note))])
    )


ACCEPTED = [answer(3, "20013"), answer(4, "30001")]


@pytest.mark.parametrize("code", ["20007", "20008"])
def test_what_was_accepted_stays_delivered_whatever_the_copy_is_called(code):
    went_twice(*ACCEPTED, answer(5, code))

    for wrong in ("failed", "sent"):
        with pytest.raises(NotMet):
            went_twice(*ACCEPTED, answer(5, code), note=wrong)


@pytest.mark.parametrize(
    "calls",
    [[], ACCEPTED, [answer(3, "20007")], [*ACCEPTED, answer(5, "20007", header="another")]],
    ids=["no answer", "none to a copy", "to a copy alone", "about another"],
)
def test_where_not_all_answers_were_collected_nothing_is_shown(calls):
    with pytest.raises(NotShown):
        went_twice(*calls)


def test_of_what_went_once_nobody_has_a_copy():
    with pytest.raises(NotApplicable, match="once"):
        went_twice(*ACCEPTED, again=False)


def test_who_tells_by_nhsmail_alone_lost_nothing_by_our_fault():
    seen = [notified(9, "answer lost", ("nhsmail", "sent"))]

    with pytest.raises(NotShown, match="by NHSmail alone") as raised:
        test_trouble.test_what_went_twice_is_delivered_whatever_the_practice_calls_the_copy(
            evidence(["answer lost"], [mail(3, "answer lost")], seen)
        )

    assert raised.value.blame != "harness"


QUEUED = ("queued first", "queued second")


def queued(*calls, first=("mesh", "waiting"), last=("mesh", "sent")):
    seen = [notified(seq, label, first) for seq, label in ((10, QUEUED[0]), (11, QUEUED[1])) if first]
    seen += [notified(seq, label, last) for seq, label in ((30, QUEUED[0]), (31, QUEUED[1]))]
    test_trouble.test_what_waits_for_mesh_is_visible_and_then_sent_once(evidence(QUEUED, calls, seen))


def both(seq, how=send, **more):
    return [how(seq + number, label, **more) for number, label in enumerate(QUEUED)]


def test_what_waited_may_be_sent_again_where_an_answer_was_lost():
    queued(*both(1, status=503), *both(20, status=0), *both(22))


def test_who_cannot_use_mesh_may_tell_by_email_at_once():
    queued(*both(1, status=503), *both(3, mail), first=("nhsmail", "sent"), last=("nhsmail", "sent"))


@pytest.mark.parametrize(
    ("calls", "first"),
    [
        (both(20), ("mesh", "sent")),
        (both(20), ("none", "none")),
        ([*both(20), *both(22)], ("mesh", "waiting")),
        ([*both(20), *both(22, mail)], ("mesh", "waiting")),
        ([], ("mesh", "waiting")),
    ],
    ids=["called sent", "nothing shown", "sent twice", "by both ways", "never sent"],
)
def test_what_waits_is_shown_and_told_once(calls, first):
    with pytest.raises(NotMet):
        queued(*calls, first=first)


def refused(*calls, note=("mesh", "failed")):
    test_trouble.test_a_message_that_mesh_refuses_is_told_and_not_sent_blindly(
        evidence(["not taken"], calls, [notified(9, "not taken", note)])
    )


@pytest.mark.parametrize("status", [400, 417])
def test_what_mesh_refuses_is_told(status):
    refused(send(1, "not taken", status=status))

    with pytest.raises(NotMet):
        refused(send(1, "not taken", status=status), note=("mesh", "sent"))


@pytest.mark.parametrize("status", [400, 417])
def test_what_mesh_refuses_is_not_sent_again(status):
    with pytest.raises(NotMet, match="second sending"):
        refused(send(1, "not taken", status=status), send(2, "not taken", status=status))


def test_what_is_refused_at_its_first_chunk_is_judged_like_any_other():
    first, second = (send(seq, "not taken", status=417, chunks="1:2", fault="refused") for seq in (1, 2))

    refused(first)
    with pytest.raises(NotMet, match="second sending"):
        refused(first, second)


def test_where_mesh_refused_nothing_nothing_is_shown():
    with pytest.raises(NotShown, match="refused nothing"):
        refused(send(1, "not taken"))


def without(*calls, note=("nhsmail", "sent")):
    seen = [notified(9, "takes no MESH", note), outbox(10)]
    test_trouble.test_a_practice_that_takes_no_mesh_is_told_by_email(evidence(["takes no MESH"], calls, seen))


def test_who_has_mesh_find_the_practice_tells_by_email_once_it_reports_that_there_is_none():
    without(send(1, "takes no MESH", to="GPPROVIDER_9990000018_19800101_LEE"), mail(2, "takes no MESH"))


def test_no_mailbox_is_guessed():
    with pytest.raises(NotMet, match="not there"):
        without(send(1, "takes no MESH"), mail(2, "takes no MESH"))


def test_an_alert_in_the_own_mailbox_is_no_second_email():
    own = evidence(["takes no MESH"], [], []).each()[0].also["takes no MESH"]["premises"]["email"]

    without(mail(1, "takes no MESH"), mail(2, "takes no MESH", message_id="<2@nhs.net>", to=own))
