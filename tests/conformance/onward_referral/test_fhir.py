"""Onward referrals by FHIR: what counts as a message, and whose it is."""

import json

import pytest

from cpcs_harness._content.conformance._shared.text import letters_and_digits
from cpcs_harness._content.conformance.onward_referral import test_fhir, test_fhir_afterwards
from cpcs_harness._content.conformance.onward_referral._content import Due
from cpcs_harness.errors import NotMet, NotShown
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("onward-fhir")
PERSON, REPORT = GIVEN["person"], GIVEN["report"]


def message(ods="FX501", number="1", header="MessageHeader", status=200, seq=1, **more):
    patient = {"resourceType": "Patient", "identifier": [{"value": PERSON["nhs_number"]}]}
    entry = [{"resource": {"resourceType": header}}, {"resource": patient}]
    bundle = {"resourceType": "Bundle", "type": "message", "id": number, "entry": entry} | more
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="onward",
        operation="process_message",
        direction="from-candidate",
        where="a message",
        facts={},
        request=seen_message(
            {"method": "POST", "target": f"/onward/FHIR/R4/{ods}/$process-message"},
            json.dumps(bundle).encode(),
        ),
        response=seen_message({"status": status}),
    )


def tried(ods, ended, seq):
    given = {"ods": ods, "reason": "none left", "service_id": "1"}
    return observed(seq, "refer_onward", {}, given=given, about=REPORT["document_id"], status=ended)


def seen(*sent, ended="done", before=()):
    return evidence(GIVEN, list(sent), [*before, tried("FX501", ended, 91)])


def test_a_message_to_the_chosen_pharmacy_will_do():
    for check in (
        test_fhir.test_a_message_reaches_the_chosen_pharmacy,
        test_fhir.test_each_message_is_about_one_patient_for_the_pharmacy_that_they_chose,
        test_fhir.test_each_pharmacy_counts_one_message,
    ):
        check(seen(message(), message(seq=2)))


@pytest.mark.parametrize(
    "sent",
    [
        message(ods="FX502"),
        message(header="Patient"),
        message(type="document"),
        message(resourceType="Parameters"),
    ],
)
def test_what_is_no_message_or_goes_elsewhere_fails(sent):
    with pytest.raises(NotMet):
        test_fhir.test_a_message_reaches_the_chosen_pharmacy(seen(sent))


def test_a_repeat_under_another_id_is_a_second_message():
    with pytest.raises(NotMet):
        test_fhir.test_each_pharmacy_counts_one_message(seen(message(), message(number="2", seq=2)))


@pytest.mark.parametrize("status", [400, 422, 429, 503])
def test_what_the_receiver_did_not_take_may_be_followed_by_another_message(status):
    test_fhir.test_each_pharmacy_counts_one_message(seen(message(status=status), message(number="2", seq=2)))


@pytest.mark.parametrize("status", [0, 500, 504])
def test_what_the_receiver_may_have_taken_is_repeated_as_it_was(status):
    with pytest.raises(NotMet):
        test_fhir.test_each_pharmacy_counts_one_message(
            seen(message(status=status), message(number="2", seq=2))
        )


def test_a_lost_answer_that_is_asked_for_again_under_the_same_id_may_end_as_done():
    refused, lost, again = message(ods="FX502", status=422), message(status=0, seq=2), message(seq=3)
    test_fhir.test_what_was_not_taken_is_shown_as_such(
        seen(refused, lost, again, before=[tried("FX502", "failed", 90)])
    )


def test_a_failure_that_was_told_later_does_not_excuse_what_was_told_as_done():
    with pytest.raises(NotMet, match="failed"):
        test_fhir.test_what_was_not_taken_is_shown_as_such(
            seen(message(status=0), before=[tried("FX501", "failed", 95)])
        )


def test_a_repeat_that_was_asked_for_once_more_does_not_excuse_the_first_try():
    first, again = message(status=0), message(seq=92)
    with pytest.raises(NotMet, match="failed"):
        test_fhir.test_what_was_not_taken_is_shown_as_such(
            seen(first, again, before=[tried("FX501", "done", 95)])
        )


def test_what_went_to_nobody_who_was_chosen_shows_nothing_of_how_a_failure_is_told():
    with pytest.raises(NotShown):
        test_fhir.test_what_was_not_taken_is_shown_as_such(seen(message(ods="FX502", status=422)))


@pytest.mark.parametrize(
    "check",
    [
        test_fhir_afterwards.test_the_first_pharmacy_sees_where_its_patient_went,
        test_fhir_afterwards.test_the_claim_tells_of_the_onward_referral,
        test_fhir_afterwards.test_the_practice_reads_where_its_patient_went,
    ],
)
def test_where_nobody_was_referred_nothing_is_shown_of_what_it_leaves_behind(check):
    with pytest.raises(NotShown):
        check(seen(message(status=422), ended="failed"))


def test_a_refusal_that_is_told_as_done_fails():
    refused = message(status=422)
    test_fhir.test_what_was_not_taken_is_shown_as_such(seen(refused, ended="failed"))
    with pytest.raises(NotMet):
        test_fhir.test_what_was_not_taken_is_shown_as_such(seen(refused))


SUMMER = "2026-03-29T01:30:00Z"


def moment(**said):
    consulted = observed(
        80, "record_consultation", {}, given={"started": SUMMER}, about=REPORT["document_id"]
    )
    test_fhir.test_day_and_time_of_the_consultation_are_right(seen(message(**said), before=[consulted]))


@pytest.mark.parametrize(
    "said",
    [
        {"period": {"start": "2026-03-29T02:30:00+01:00"}},
        {"period": {"start": SUMMER}},
        {"note": "Date and time of the consultation: 29/03/2026 02:30 BST"},
        {"note": "The consultation was on 29 March 2026, at 1:30 am UTC"},
    ],
)
def test_the_moment_of_the_consultation_may_stand_in_words_or_as_such(said):
    moment(**said)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"period": {"start": "2026-03-29T01:30:00+01:00"}},
        {"period": {"start": "2026-03-29T01:30:00"}},
        {"note": "Date and time of the consultation: 29/03/2026 03:30"},
        {"note": "Date of the consultation: 29/03/2026, and no time"},
    ],
)
def test_another_moment_or_none_fails(said):
    with pytest.raises(NotMet, match="day and time"):
        moment(**said)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        (" ".join(PERSON["address"]), True),
        ("\n".join(f"Line {number}: {line}" for number, line in enumerate(PERSON["address"], 1)), True),
        (" ".join(PERSON["address"][:-1]), False),
        (" ".join(reversed(PERSON["address"])), False),
        (f" {'and nothing else ' * 3}".join(PERSON["address"]), False),
    ],
    ids=["as one", "each with its label", "without the last line", "the other way round", "far apart"],
)
def test_an_address_is_told_whole_and_its_lines_may_have_labels(said, due):
    address = Due("the address", [" ".join(PERSON["address"])], lines=PERSON["address"])
    text = letters_and_digits(f"Patient {said} end")

    assert address.stands_in(text) == due
    assert address.end_in(text, 0) == (len(text) - len("end") if due else -1)
    assert address.end_in(text, len(text) // 2) == -1
