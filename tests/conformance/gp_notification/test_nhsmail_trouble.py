"""E-mail in trouble: nothing passes where no trouble was met, and nobody is blamed for that."""

import pytest

from cpcs_harness._content.conformance.gp_notification import test_nhsmail_trouble
from cpcs_harness.errors import NotMet, NotShown
from gp_evidence import call, evidence, mail, notified, outbox
from made_up import observed

REFUSED = ("mailbox full", "address unknown")
LATER = ("not now", "answer lost")


def judged(judge, labels, calls, note):
    seen = [notified(10 + number, label, ("nhsmail", note)) for number, label in enumerate(labels)]
    judge(evidence(labels, calls, seen))


def refused(*calls, note="failed"):
    judged(test_nhsmail_trouble.test_an_email_that_is_refused_is_told_to_a_person, REFUSED, calls, note)


def each(labels, seq=1, **how):
    return [mail(seq + number, label, **how) for number, label in enumerate(labels)]


def test_what_is_refused_as_often_as_it_is_tried_is_told():
    refused(*each(REFUSED, code=552), *each(REFUSED, 3, code=552))

    with pytest.raises(NotMet):
        refused(*each(REFUSED, code=552), note="sent")


def test_what_nhsmail_took_in_the_end_is_nobodys_failure():
    with pytest.raises(NotShown) as raised:
        refused(*each(REFUSED, code=552), *each(REFUSED, 3))

    assert raised.value.blame == "harness"


def again(*calls, note="sent"):
    judge = test_nhsmail_trouble.test_an_email_is_sent_again_under_the_same_message_id
    judged(judge, LATER, calls, note)


def test_what_was_not_taken_is_sent_under_its_own_name():
    again(*each(LATER, code=0), *each(LATER, 3))
    again(*each(LATER, code=451), note="waiting")

    with pytest.raises(NotMet, match="Message-ID"):
        again(*each(LATER, code=0), *each(LATER, 3, message_id="<2@nhs.net>"))
    with pytest.raises(NotMet, match="shown as not sent"):
        again(*each(LATER, code=451))


def test_where_every_email_was_taken_at_once_nothing_is_shown():
    with pytest.raises(NotShown, match="at once"):
        again(*each(LATER))


def test_a_report_counts_for_its_own_email():
    labels = ("bounced, unknown", "bounced, full")
    sent = [mail(1, labels[0]), mail(2, labels[1], message_id="<2@nhs.net>")]
    back = call(3, "nhsmail_report", "report", "", 250)
    back.facts = {"message_id": "<1@nhs.net>"}
    seen = [notified(9, label, ("nhsmail", "failed")) for label in labels]
    judge = test_nhsmail_trouble.test_an_email_that_comes_back_is_told_to_a_person

    with pytest.raises(NotShown, match="bounced, full came back"):
        judge(evidence(labels, [*sent, back], seen))


def delayed(*looks, code=250, message_id="<1@nhs.net>"):
    label = test_nhsmail_trouble.DELAYED
    back = call(3, "nhsmail_report", "report", "", 250)
    back.facts = {"message_id": message_id}
    seen = [notified(2, label, ("nhsmail", "sent")), *looks]
    judge = test_nhsmail_trouble.test_an_email_that_is_only_delayed_is_not_told_as_refused
    judge(evidence([label], [mail(1, label, code=code), back], seen))


@pytest.mark.parametrize("state", ["sent", "waiting", "overdue"])
def test_what_is_delayed_may_be_shown_as_on_its_way(state):
    delayed(outbox(1, "failed"), outbox(5, state))


def test_what_is_delayed_is_not_shown_as_failed():
    alerts = {"alerts": [{"kind": "notification-failed", "referral": None}]}

    for look in (outbox(5, "failed"), observed(5, "list_alerts", alerts)):
        with pytest.raises(NotMet, match="not shown as failed"):
            delayed(look)


@pytest.mark.parametrize("more", [{"code": 552}, {"message_id": "<2@nhs.net>"}], ids=["refused", "another's"])
def test_where_no_report_of_a_delay_came_of_what_was_taken_nothing_is_shown(more):
    with pytest.raises(NotShown, match="taken and delayed"):
        delayed(outbox(5, "failed"), **more)


def test_where_nobody_looked_after_a_delay_nothing_is_shown():
    with pytest.raises(NotShown, match="nobody looked"):
        delayed(outbox(1, "failed"))
