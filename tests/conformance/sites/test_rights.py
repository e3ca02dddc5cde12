"""Whoever asks for another pharmacy's referral by its id is refused, however that is said."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.sites.test_rights import (
    test_another_pharmacys_referral_is_not_opened_or_changed_by_its_id as check,
)
from cpcs_harness._content.conformance.sites.test_rights import (
    test_no_pharmacy_has_the_alerts_or_the_outbox_of_another as check_lists,
)
from cpcs_harness.errors import NotApplicable, NotMet, NotShown

PERSON = {"nhs_number": "9991410546", "family": "Lee", "given": "Jo"}


def evidence(*seen):
    issued = {"person": PERSON, "report": {"document_id": "d1"}, "premises": {"ods": "FA102"}}
    journey = SimpleNamespace(
        id="two",
        issued=issued,
        also={},
        seen=seen,
        attempts=lambda action, at_least: [one for one in seen if one.action == action],
    )
    return SimpleNamespace(each=lambda: [journey])


def asked(status="done", *, ods="FA101", action="open_referral", shown=None, seq=5):
    return SimpleNamespace(
        id="o1", where="observation o1", action=action, about="d1", actor={"ods": ods}, status=status,
        shown=shown or {}, referral="r1", seq=seq,
    )  # fmt: skip


def listed(seq, status="waiting", *, ods="FA102", referral="r1"):
    rows = [{"referral": referral, "status": status}]
    return asked(ods=ods, action="worklist", shown={"referrals": rows}, seq=seq)


@pytest.mark.parametrize("status", ["refused", "failed"])
@pytest.mark.parametrize("action", ["open_referral", "record_contact_attempt"])
def test_any_way_of_refusing_is_right(status, action):
    check(evidence(asked(status, action=action)))


def test_an_empty_screen_tells_nothing_of_the_patient():
    check(evidence(asked()))


@pytest.mark.parametrize("shown", [{"patient": {"family": "Lee"}}, {"text": "999 141 0546"}])
def test_a_screen_that_shows_the_patient_is_not(shown):
    with pytest.raises(NotMet, match="refusal of open_referral at FA101"):
        check(evidence(asked(shown=shown)))


LINKS = {"way": "link", "links": [{"url": "https://portal.example/"}]}


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        ("view_summary_care_record", LINKS),
        ("view_summary_care_record", {**LINKS, "record": {"outcome": "withheld", "sections": []}}),
        ("print_token", {"tokens": []}),
        ("print_token", {}),
        ("track_prescriptions", {"links": [{"address": "https://portal.example/"}], "prescriptions": None}),
        ("track_prescriptions", {"links": [], "prescriptions": []}),
        ("check_exemption", {"outcome": "not-asked", "needs_declaration": True}),
        ("check_exemption", {"outcome": "unavailable", "needs_declaration": True}),
        ("check_exemption", {"outcome": None}),
    ],
)
def test_a_link_and_what_is_not_printed_or_asked_tell_nothing_of_the_patient(action, shown):
    check(evidence(asked(action=action, shown=shown)))


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (
            "view_summary_care_record",
            {**LINKS, "record": {"sections": [{"title": "Allergies", "text": "None"}]}},
        ),
        ("view_summary_care_record", {**LINKS, "way": "1-click", "context": {"nhs_number": "9991410546"}}),
        ("print_token", {"tokens": [{"sha256": "0"}]}),
        ("track_prescriptions", {"links": [], "prescriptions": [{"id": "ABC"}]}),
        ("track_prescriptions", {"links": [{"address": "https://portal.example/?nhs=9991410546"}]}),
        ("check_exemption", {"outcome": "found", "type": "9005"}),
        ("check_exemption", {"outcome": "not-found"}),
        ("withdraw_claim", {"claim": {"status": "withdrawn"}}),
        ("refer_onward", {"onward": {}}),
    ],
)
def test_a_record_a_token_and_what_changes_something_are_not(action, shown):
    with pytest.raises(NotMet, match=f"refusal of {action}"):
        check(evidence(asked(action=action, shown=shown)))


def test_a_change_that_is_done_is_not():
    with pytest.raises(NotMet, match="refusal of record_contact_attempt"):
        check(evidence(asked(action="record_contact_attempt")))


def test_who_works_at_a_pharmacy_that_is_not_served_sees_nobody_listed():
    tried = asked("refused", ods="FZZ99")
    check(evidence(tried, asked("refused", ods="FZZ99", action="worklist")))
    check(evidence(tried, asked(ods="FZZ99", action="worklist", shown={"referrals": []})))
    empty = {"referrals": [], "message": "No worklist: the system sleeps at FZZ99"}
    check(evidence(tried, asked(ods="FZZ99", action="worklist", shown=empty)))
    rows = {"referrals": [{"referral": "r1", "patient_name": "LEE, Jo"}]}
    with pytest.raises(NotMet, match="listed at FZZ99"):
        check(evidence(tried, asked(ods="FZZ99", action="worklist", shown=rows)))


def test_what_a_third_pharmacy_lists_says_nothing_of_the_referral():
    tried = asked("refused", ods="FZZ99", action="record_contact_attempt")
    check(evidence(listed(1), tried, asked(ods="FA103", action="worklist", seq=6), listed(7)))


REFUSED = asked("refused", action="reject_referral")


def test_a_referral_that_is_as_it_was_afterwards_passes():
    check(evidence(listed(1, "new"), listed(3), REFUSED, listed(7), listed(9, "rejected")))


@pytest.mark.parametrize("after", [listed(7, "rejected"), listed(7, referral="r2"), listed(7, None)])
def test_a_referral_that_was_changed_in_spite_of_a_refusal_fails(after):
    with pytest.raises(NotMet, match="the status of a referral that reject_referral was tried on at FA101"):
        check(evidence(listed(3), REFUSED, after))


def test_what_its_own_pharmacy_did_meanwhile_is_nobody_elses_change():
    written_down = asked(ods="FA102", action="record_consultation", seq=4)
    check(evidence(listed(3, "new"), written_down, REFUSED, listed(7, "open")))
    with pytest.raises(NotMet, match="the status of a referral"):
        check(evidence(written_down, listed(4.5, "new"), REFUSED, listed(7, "open")))


def test_where_nobody_looked_afterwards_nothing_is_shown():
    with pytest.raises(NotShown, match="nobody looked at the worklist after reject_referral"):
        check(evidence(listed(3), REFUSED, listed(7, ods="FA101")))


def test_ones_own_referral_is_nobody_elses():
    with pytest.raises(NotShown, match="nobody asked"):
        check(evidence(asked(ods="FA102", shown={"patient": {"family": "Lee"}})))


def alerts(*rows, ods="FA101"):
    return asked(ods=ods, action="list_alerts", shown={"alerts": list(rows)})


@pytest.mark.parametrize("rows", [[{"referral": "r1"}], [{"referral": "r2", "text": "Ring LEE, Jo"}]])
def test_what_another_pharmacy_has_to_do_is_not_listed(rows):
    with pytest.raises(NotMet, match="of another pharmacy in list_alerts"):
        check_lists(evidence(asked("refused"), alerts(*rows)))


def test_a_practice_whose_name_has_a_patients_family_name_names_no_patient():
    check_lists(evidence(asked("refused"), alerts({"referral": "r2", "text": "Ring the Lee Street Surgery"})))


def test_an_id_that_is_a_number_is_the_one_that_was_asked_for_as_text():
    tried = asked("refused")
    tried.referral = "7"
    with pytest.raises(NotMet, match="row of another pharmacy"):
        check_lists(evidence(tried, alerts({"referral": 7})))


def test_what_ones_own_pharmacy_has_to_do_is():
    check_lists(
        evidence(asked("refused"), alerts({"referral": "r1"}, ods="FA102"), alerts({"referral": "r2"}))
    )


def test_where_no_pharmacy_has_anything_to_do_nothing_can_be_kept_apart():
    with pytest.raises(NotApplicable, match="no pharmacy had an alert"):
        check_lists(evidence(asked("refused"), alerts(), alerts(ods="FA102")))
