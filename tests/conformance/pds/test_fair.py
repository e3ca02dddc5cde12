"""Lawful candidates that differ from the reference are not failed, and what did not happen is no proof."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.pds import (
    test_deceased,
    test_errors_and_retries,
    test_search,
    test_search_results,
    test_token_expiry,
)
from cpcs_harness._content.conformance.pds._requests import calls_about
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.view import JourneyView, ObservationView

ROOT = "/personal-demographics/FHIR/R4/Patient"


def person(label, born="1970-03-04"):
    """Give somebody whose family name is their label."""
    known = {"family": label, "birth_date": born, "nhs_number": f"99900{len(label):05d}"}
    return {"person": known, "report": {"document_id": label}}


def call(seq, query=(), *, path="", status=200, fault="", body=None, began=None, **facts):
    """Give a request to PDS."""
    segments = [part for part in f"{ROOT}{path}".split("/") if part]
    request = SimpleNamespace(query=list(query), segments=segments, method="GET", target=f"{path}{query}")
    return SimpleNamespace(
        id=f"e{seq}",
        seq=seq,
        service="pds",
        operation="search_patient" if query else "read_patient",
        fault=fault,
        facts=facts,
        began=seq if began is None else began,
        ended=seq if began is None else began,
        where="a call",
        request=request,
        response=SimpleNamespace(status=status, json=body, header=lambda _: None),
    )


def seen(seq, action="find_patient", about="sedge", status="done", step="a step", **shown):
    data = {"action": action, "actor": {}, "referral": None, "about": about, "input": {}, "status": status}
    data |= {"reason": None, "shown": None, "observation": shown}
    return ObservationView({"kind": "observation", "seq": seq, "journey": "one", "step": step, "data": data})


def evidence(calls=(), observations=(), held=None, **also):
    """Give evidence of one journey."""
    ended = {"status": "finished", "reason": None}
    view = JourneyView(
        "one", "minor-illness", {}, ended, list(calls), list(observations), also, None, held or {}
    )
    return SimpleNamespace(each=lambda: [view], of_run=lambda *_: list(calls), journeys=[view])


def test_of_two_who_were_born_on_one_day_each_has_their_own_searches():
    searches = [
        call(1, [("family", "sedge"), ("birthdate", "eq1970-03-04")]),
        call(2, [("family", "rush*"), ("birthdate", "eq1970-03-04")]),
        call(3, [("family", "Of no one"), ("birthdate", "eq1970-03-04")]),
    ]
    (journey,) = evidence(searches, sedge=person("sedge"), rush=person("rush")).each()

    assert [one.seq for one in calls_about(journey, "sedge")] == [1, 3]
    assert [one.seq for one in calls_about(journey, "rush")] == [2, 3]


def test_a_search_that_was_cut_short_before_its_correction_is_not_shown():
    empty = call(1, [("family", "none")], body={"resourceType": "Bundle"})
    one = evidence([empty], [seen(2, about="none", outcome="not_found")], none=person("none"))

    with pytest.raises(NotShown, match="no corrected search"):
        test_search_results.test_nobody_found_is_said_and_the_search_goes_on(one)


def test_who_asks_with_more_by_themselves_is_not_failed_for_finding_the_patient():
    many = {"issue": [{"details": {"coding": [{"code": "TOO_MANY_MATCHES"}]}}]}
    asked = [call(1, [("family", "too-many")], body=many), call(2, [("family", "too-many")], body={})]
    one = evidence(
        asked,
        [seen(3, about="too-many", outcome="found", matches=[{"family": "x"}])],
        **{"too-many": person("too-many")},
    )

    with pytest.raises(NotShown):
        test_search_results.test_too_many_matches_are_said_to_be_too_many(one)


@pytest.mark.parametrize("shown", [{"outcome": "not_found"}, {"outcome": "found", "matches": [None]}, {}])
def test_that_nobody_was_found_by_a_former_name_proves_nothing(shown):
    one = evidence((), [seen(1, about="former-name", **shown)], **{"former-name": person("former-name")})

    with pytest.raises(NotShown):
        test_search_results.test_a_match_by_a_former_name_is_shown_as_one(one)


@pytest.mark.parametrize("status", ["unanswered", "malformed", "cannot"])
def test_look_ups_that_were_not_answered_break_no_check_of_tokens(status):
    looks = [
        seen(1, step="Access tokens last two seconds", outcome="found"),
        seen(2, step="Access tokens last two seconds", status=status),
        seen(3, step="The platform cannot reach the key", status=status),
    ]

    with pytest.raises(NotShown, match="1 look-ups were answered"):
        test_token_expiry.test_the_next_token_is_used_once_the_last_has_ended(evidence((), looks))
    with pytest.raises(NotShown, match="0 look-ups were answered"):
        test_token_expiry.test_a_refused_key_is_not_tried_without_end(evidence((), looks))


def tries(*moments, label):
    """Give the tries of one question, all in vain, at some moments."""
    number = person(label)["person"]["nhs_number"]
    return [
        call(i, path=f"/{number}", status=503, fault="unavailable", began=one)
        for i, one in enumerate(moments)
    ]


@pytest.mark.parametrize(
    ("pauses", "grown"),
    [
        ([(0, 1, 2.7), (0, 2, 2.5), (0, 2, 3)], True),
        ([(0, 1, 2), (0, 1, 2.1), (0, 2, 4)], False),
        ([(0, 1)] * 3, True),
    ],
    ids=["drawn by lot", "at one pace", "two tries"],
)
def test_pauses_grow_where_one_patients_do_by_far(pauses, grown):
    labels = test_errors_and_retries.LASTING
    calls = [
        one for label, moments in zip(labels, pauses, strict=True) for one in tries(*moments, label=label)
    ]
    one = evidence(calls, **{label: person(label) for label in labels})

    if grown:
        test_errors_and_retries.test_the_time_between_tries_grows(one)
    else:
        with pytest.raises(NotMet):
            test_errors_and_retries.test_the_time_between_tries_grows(one)


def test_trouble_that_never_struck_is_not_shown():
    fine = [
        call(1, path=f"/{person(label)['person']['nhs_number']}") for label in test_errors_and_retries.LASTING
    ]
    one = evidence(fine, **{label: person(label) for label in test_errors_and_retries.LASTING})

    with pytest.raises(NotShown):
        test_errors_and_retries.test_a_failure_that_lasts_is_given_up(one)


@pytest.mark.parametrize(
    ("sent", "same"),
    [
        ("O'ÑEILL DE LA TÖRRE", True),
        ("O'N\u0303eill de la To\u0308rre", True),
        ("O'Ñe*", True),
        ("O'Ñe", False),
        ("ONeill de la Torre", False),
        ("O%27Ñeill de la Törre", False),
    ],
)
def test_a_name_is_the_same_in_any_case_and_form_and_by_a_wildcard(sent, same):
    assert test_search.is_written(sent, "O'Ñeill de la Törre") is same


def test_only_wrong_numbers_that_were_keyed_in_can_be_kept_back():
    one = evidence((), [seen(1, about="numbers")], numbers=person("numbers"))
    one.each()[0].seen[0].given = {"nhs_number": person("numbers")["person"]["nhs_number"]}

    with pytest.raises(NotShown):
        test_search.test_what_is_no_nhs_number_is_not_sent(one)


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [({"deceased": True}, None), ({"notices": [{"kind": "deceased"}]}, None), ({"deceased": None}, NotMet)],
)
def test_a_death_may_be_told_by_the_record_or_by_a_notice(shown, verdict):
    label = test_deceased.DIED[1]
    one = evidence(
        (),
        [seen(1, about=label, outcome="found", matches=[{"family": "x"} | shown])],
        **{label: person(label)},
    )

    if verdict is None:
        test_deceased.test_a_death_is_told_before_anything_is_done(one)
    else:
        with pytest.raises(verdict):
            test_deceased.test_a_death_is_told_before_anything_is_done(one)
