"""Notifications that the system was stopped over: what counts as lost, as doubled, and as told too soon."""

import pytest

from cpcs_harness._content.conformance.gp_notification import test_restart
from cpcs_harness.errors import NotMet, NotShown
from gp_evidence import evidence, mail, notified, send
from made_up import observed

MESH, MAIL = test_restart.BY_MESH, test_restart.BY_MAIL
CHECKS = {
    send: test_restart.test_a_message_is_neither_lost_nor_doubled_by_a_restart,
    mail: test_restart.test_an_email_is_neither_lost_nor_doubled_by_a_restart,
}
RESTART = observed(20, "restart", {})
WAITS = {"kind": "gp-notification", "state": "waiting", "referral": None}


def first(how, status):
    """Have a practice told before the restart: 0 where the answer was lost."""
    return {"status": status} if how is send else {"code": {0: None, 202: 250, 503: 451}[status]}


def the_same(how, number):
    """Give what a practice counts a message by."""
    return {"document": f"d{number}"} if how is send else {"message_id": f"<{number}@nhs.net>"}


def check(how, tries, *, said=(), rows=(WAITS,), before=("waiting",), stops=True):
    """Judge one patient who waits; of the other, who is under way, all is as it should be."""
    label, other = MESH if how is send else MAIL
    channel = "mesh" if how is send else "nhsmail"
    calls = [how(seq, label, **first(how, status), **the_same(how, number)) for seq, status, number in tries]
    calls += [
        how(11, other, **first(how, 0), **the_same(how, 9)),
        how(31, other, **first(how, 202), **the_same(how, 9)),
    ]
    seen = [notified(15, label, *((channel, state) for state in before))]
    seen += [RESTART] if stops else []
    seen += [observed(25, "view_outbox", {"outbox": list(rows)})]
    seen += [notified(seq, label, (channel, state)) for seq, state in said]
    seen += [notified(42, label, (channel, "sent")), notified(43, other, (channel, "sent"))]
    CHECKS[how](evidence([label, other], calls, seen))


by_both = pytest.mark.parametrize("how", CHECKS, ids=["mesh", "nhsmail"])


@by_both
@pytest.mark.parametrize(
    "tries",
    [
        [(10, 503, 1), (30, 202, 1)],
        [(10, 503, 1), (30, 202, 2)],
        [(10, 503, 1), (28, 503, 2), (30, 202, 3)],
        [(10, 0, 1), (30, 202, 1)],
        [(10, 0, 1), (30, 202, 1), (32, 202, 1)],
    ],
    ids=[
        "the same again",
        "written anew, for nobody has the first",
        "refused once more",
        "its answer lost",
        "the same twice",
    ],
)
def test_what_goes_out_once_will_do(how, tries):
    check(how, tries)


@by_both
@pytest.mark.parametrize(
    ("tries", "said"),
    [
        ([(10, 503, 1)], "once more after the restart"),
        ([(10, 0, 1), (30, 202, 2)], "one id"),
        ([(10, 503, 1), (30, 202, 1), (32, 202, 2)], "one id"),
    ],
    ids=["lost", "doubled", "doubled afterwards"],
)
def test_what_is_lost_or_doubled_fails(how, tries, said):
    with pytest.raises(NotMet, match=said):
        check(how, tries)


@by_both
def test_what_is_told_as_sent_before_it_was_taken_fails(how):
    with pytest.raises(NotMet, match="not before"):
        check(how, [(10, 503, 1), (30, 202, 1)], before=("sent",))


@by_both
@pytest.mark.parametrize("rows", [[], [{**WAITS, "referral": "another"}], [{**WAITS, "state": "sent"}]])
def test_what_the_outbox_does_not_show_after_the_restart_fails(how, rows):
    with pytest.raises(NotMet, match="in the outbox"):
        check(how, [(10, 503, 1), (30, 202, 1)], rows=rows)


@by_both
def test_where_nothing_was_to_wait_or_nothing_stopped_nothing_is_shown(how):
    with pytest.raises(NotShown, match="had to wait"):
        check(how, [(30, 202, 1)])
    with pytest.raises(NotShown):
        check(how, [(10, 503, 1), (30, 202, 1)], stops=False)


def besides(*calls, pathway="urgent-medicines"):
    """Judge two patients of whom these messages and e-mails went."""
    seen = [*(notified(15, label, ("mesh", "waiting")) for label in MESH), RESTART]
    seen += [notified(42, label, ("mesh", "sent")) for label in MESH]
    CHECKS[send](evidence(MESH, calls, seen, pathway))


def test_who_tells_by_email_at_once_where_mesh_cannot_has_nothing_that_waits():
    besides(
        *(
            how(seq, label, **more)
            for seq, label in enumerate(MESH, 10)
            for how, more in ((send, {"status": 503}), (mail, {}))
        )
    )


def test_an_email_besides_the_message_fails():
    with pytest.raises(NotMet, match="e-mail besides"):
        besides(send(10, MESH[0], status=503), send(30, MESH[0]), mail(31, MESH[0]))


def test_an_email_in_place_of_what_mesh_may_have_fails():
    with pytest.raises(NotMet, match="once more"):
        besides(send(10, MESH[0], status=0), mail(31, MESH[0]))


def test_who_tells_of_minor_illnesses_by_nhsmail_alone_is_held_to_nothing_of_mesh():
    with pytest.raises(NotShown, match="by NHSmail alone"):
        besides(*(mail(seq, label) for seq, label in enumerate(MESH, 10)), pathway="minor-illness")


def in_chunks(*after):
    """Judge a patient whose message in chunks was broken off when the system was stopped."""
    broken = [send(seq, label, chunks="1:2", status=0, fault=label) for seq, label in enumerate(MESH, 10)]
    besides(*broken, *after)


def test_a_message_in_chunks_that_was_broken_off_goes_out_afterwards():
    in_chunks(*(send(seq, label) for seq, label in enumerate(MESH, 30)))


def test_a_message_in_chunks_that_never_goes_out_is_lost():
    with pytest.raises(NotMet, match="once more after the restart"):
        in_chunks()
