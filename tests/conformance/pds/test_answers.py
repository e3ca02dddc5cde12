"""What follows from a refused token or request is not shown; what PDS answered is judged."""

import pytest

from cpcs_harness._content.conformance.pds import (
    test_audit,
    test_errors_and_retries,
    test_lawful_records,
    test_not_verified,
    test_search_results,
)
from cpcs_harness.errors import NotMet, NotShown
from pds_evidence import call, evidence, person, seen

TOLD_APART = test_not_verified.test_an_invalid_number_and_an_unknown_one_are_told_apart
NEXT = test_errors_and_retries.test_the_next_patient_is_found_all_the_same
WITH_MORE = test_search_results.test_who_says_more_is_found
AS_HELD = test_lawful_records.test_a_lawful_record_is_shown_as_it_is_held
LABELS = {TOLD_APART: "unknown", NEXT: "untroubled", WITH_MORE: "too-many", AS_HELD: "welsh"}
CHECKS = pytest.mark.parametrize("check", LABELS)


def outcome(code):
    return {"issue": [{"details": {"coding": [{"code": code}]}}]}


def judged(check, *calls, **shown):
    label = LABELS[check]
    looked_up = seen(9, about=label, **({"outcome": "error", "message": "try again later"} | shown))
    check(evidence(calls, [looked_up], **{label: person(label)}))


def asked(check, seq=2, **answer):
    return call(seq, path=f"/{person(LABELS[check])['person']['nhs_number']}", **answer)


def token(seq, status, operation="token", journey="run"):
    found = call(seq, status=status)
    found.service, found.operation, found.journey = "oauth", operation, journey
    return found


@CHECKS
@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "ACCESS_DENIED"), (400, "INVALID_VALUE"), (400, "MISSING_VALUE"), (403, "INVALID_VALUE")],
)
def test_a_refused_request_tells_nothing_of_a_patient(check, status, code):
    with pytest.raises(NotShown, match=f"{status} {code}"):
        judged(check, asked(check, status=status, body=outcome(code)))


@CHECKS
def test_who_had_no_token_was_told_nothing_of_a_patient(check):
    with pytest.raises(NotShown, match="refused with 401"):
        judged(check, token(1, 401))


@pytest.mark.parametrize(("journey", "of_this"), [("one", True), ("another", False)])
def test_whose_session_has_ended_has_no_token_and_others_have(journey, of_this):
    people = {"without-rights": person("without-rights")}
    tried = seen(9, about="without-rights", status="refused", message="no right to see demographics")
    found = evidence([token(1, 200), token(2, 401, "refresh", journey)], [tried], **people)
    check = test_audit.test_a_role_without_the_right_cannot_look_anybody_up

    if of_this:
        with pytest.raises(NotShown, match="refused with 401"):
            check(found)
    else:
        check(found)


@CHECKS
def test_what_pds_did_answer_is_judged(check):
    with pytest.raises(NotMet):
        judged(check, asked(check, status=404, body=outcome("RESOURCE_NOT_FOUND")))


@CHECKS
def test_an_answer_that_nobody_was_left_to_read_tells_nothing_of_a_patient(check):
    with pytest.raises(NotShown, match="e2 was answered when the caller had left"):
        judged(check, asked(check, status=0, gone=True))


@CHECKS
def test_one_answer_that_was_read_is_judged_though_the_caller_left_before_another(check):
    with pytest.raises(NotMet):
        judged(check, asked(check, status=0, gone=True), asked(check, 4, body={}))


@CHECKS
def test_who_leaves_for_a_planned_fault_is_judged(check):
    with pytest.raises(NotMet):
        judged(check, asked(check, status=0, gone=True, fault="slow"))


@CHECKS
def test_one_refusal_before_an_answer_excuses_nothing(check):
    refused = asked(check, 2, status=401, body=outcome("ACCESS_DENIED"))
    with pytest.raises(NotMet):
        judged(check, token(1, 200), refused, token(3, 200), asked(check, 4, body={}))


@CHECKS
def test_who_did_not_ask_pds_at_all_is_judged_by_what_is_shown(check):
    with pytest.raises(NotMet):
        judged(check, token(1, 200))


def test_patients_of_whom_pds_spoke_are_judged_beside_others():
    refused = call(
        2, path=f"/{person('unknown')['person']['nhs_number']}", status=400, body=outcome("MISSING_VALUE")
    )
    answered = call(
        4,
        path=f"/{person('invalidated')['person']['nhs_number']}",
        status=404,
        body=outcome("INVALIDATED_RESOURCE"),
    )
    looks = [seen(3, about="unknown", outcome="error"), seen(5, about="invalidated", outcome="not_found")]
    people = {label: person(label) for label in ("invalidated", "unknown")}

    with pytest.raises(NotMet, match="invalidated"):
        TOLD_APART(evidence([refused, answered], looks, **people))
