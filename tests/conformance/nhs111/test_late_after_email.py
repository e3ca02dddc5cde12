"""Whom a late report of a case that was worked from an e-mail is about, and whom not."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.nhs111 import test_late_after_email
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from made_up import observed

CHECKS = (
    test_late_after_email.test_a_late_report_of_a_case_worked_from_an_email_is_flagged,
    test_late_after_email.test_a_late_report_of_a_case_worked_from_an_email_is_claimed_once,
)


def evidence(keyed, *calls):
    """Give a journey in which staff tried to key the e-mail in."""
    journey = JourneyView("j", "p", {}, {}, calls, [observed(1, "key_referral", {}, status=keyed)])
    return SimpleNamespace(each=lambda: [journey])


@pytest.mark.parametrize("check", CHECKS)
def test_it_does_not_apply_where_no_case_comes_by_email(check):
    with pytest.raises(NotApplicable, match="neither be keyed in"):
        check(evidence("cannot"))


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("status", ["refused", "failed", "done"])
def test_a_case_that_was_lost_excuses_nobody(check, status):
    with pytest.raises(NotShown):
        check(evidence(status))


@pytest.mark.parametrize("check", CHECKS)
def test_who_reads_the_mailbox_and_keys_nothing_in_is_judged(check):
    facts = {"damage": "", "variant": ""}
    report = SimpleNamespace(
        id="e2", seq=2, service="nhs111", operation="send_report", direction="to-candidate", facts=facts
    )

    with pytest.raises(NotShown):
        check(evidence("cannot", report))


CASE = {"case_reference": "C1", "case_id": "I1", "person": {"nhs_number": "9990000018"}}
LATE, NEWER = (
    {"seq": seq, "facts": {"report": {**CASE, "document_id": name}}} for seq, name in ((2, "D1"), (6, "D2"))
)


def listed(monkeypatch, *rows, flags=()):
    """Judge a worklist after a late report and its newer version, of which some screens are flagged."""
    look = observed(
        9, "worklist", {"referrals": [{"referral": name, "status": state, **CASE} for name, state in rows]}
    )
    late = [SimpleNamespace(**LATE), SimpleNamespace(**NEWER)]
    monkeypatch.setattr(test_late_after_email, "late_reports", lambda _: late)
    monkeypatch.setattr(test_late_after_email, "last_of_it", lambda *_: look)
    journey = JourneyView("j", "p", {}, {}, [], [*flags, look])
    test_late_after_email.test_no_late_report_of_a_case_worked_from_an_email_asks_for_work_unflagged(
        SimpleNamespace(each=lambda: [journey])
    )


def opened(seq, name, about, **shown):
    """Give a look at a referral."""
    return observed(seq, "open_referral", shown, about=about, referral=name)


def test_a_row_that_asks_for_work_has_been_flagged_at_either_report(monkeypatch):
    flag = {"kind": "already-handled", "referral": "r1"}
    look = opened(3, "r1", "D1")
    alert = observed(4, "list_alerts", {"alerts": [flag]})

    listed(monkeypatch, ("r1", "new"), flags=[look, alert])
    listed(monkeypatch, ("r1", "new"), flags=[opened(7, "r1", "D2", notices=[flag])])
    listed(monkeypatch, ("r1", "completed"))
    with pytest.raises(NotMet, match="is not flagged"):
        listed(monkeypatch, ("r1", "new"), ("r2", "new"), flags=[look, alert])


def came_both_ways(monkeypatch, *names, told=(), further=()):
    """Judge a worklist on which a case that came both ways has some rows, of which some tell of others."""
    call = SimpleNamespace(seq=10, facts=LATE["facts"])
    before = observed(9, "worklist", {"referrals": [{"referral": "r0", "status": "new", **CASE}]})
    rows = [{"referral": name, "status": "new", **CASE} for name in ("r0", *names)]
    after = observed(20, "worklist", {"referrals": rows})
    monkeypatch.setattr(test_late_after_email, "late_reports", lambda _: [call])
    monkeypatch.setattr(test_late_after_email, "sent_as", lambda *_: [call])
    monkeypatch.setattr(test_late_after_email, "last_of_it", lambda *_: before)
    monkeypatch.setattr(test_late_after_email, "last_look", lambda *_: after)
    notices = [{"kind": "related-case"}]
    seen = [opened(21 + n, name, "D1", notices=notices) for n, name in enumerate(told)]
    journey = JourneyView("j", "p", {}, {}, [], [observed(15, "key_referral", {}), *seen, *further])
    test_late_after_email.test_a_case_that_came_by_report_and_by_email_asks_for_work_once(
        SimpleNamespace(each=lambda: [journey])
    )


def test_a_case_that_came_both_ways_is_one_row_or_each_other_one_tells(monkeypatch):
    came_both_ways(monkeypatch, "r1")
    came_both_ways(monkeypatch, "r1", "r2", told=["r2"])
    alert = observed(30, "list_alerts", {"alerts": [{"kind": "already-handled", "referral": "r2"}]})
    came_both_ways(monkeypatch, "r1", "r2", further=[opened(25, "r2", "D1"), alert])
    with pytest.raises(NotMet, match="one row"):
        came_both_ways(monkeypatch, "r1", "r2")


def test_where_no_worklist_came_before_the_other_case_nothing_is_shown():
    premises = {"ods": "FA101"}
    sent = [
        SimpleNamespace(
            id=f"e{seq}", seq=seq, service="nhs111", operation="send_report", direction="to-candidate",
            facts={"damage": "", "variant": variant, "report": {"premises": premises}},
        )
        for seq, variant in ((2, ""), (6, test_late_after_email.BOTH_WAYS))
    ]  # fmt: skip
    looks = [observed(seq, "worklist", {}, actor=premises) for seq in (3, 4, 8)]
    seen = test_late_after_email.last_of_it(JourneyView("j", "p", {}, {}, sent, looks), sent[0])
    assert seen.seq == 4
    with pytest.raises(NotShown, match="no worklist before another case came"):
        test_late_after_email.last_of_it(JourneyView("j", "p", {}, {}, sent, looks[-1:]), sent[0])
