"""What is shown of prescriptions, held against what the tracker answered: lawful other ways, and what fails."""

import json

import pytest

from cpcs_harness._content.conformance.eps_tracker import test_asking as asking
from cpcs_harness._content.conformance.eps_tracker import test_shown as shown
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("eps-tracker")
NUMBER = GIVEN["person"]["nhs_number"]
ID, OTHER = "9AD427-A83008-2E461K", "CBEF44-000X26-41E1B+"
ONE = {"currentIssue": "1", "totalAuthorised": "1"}
WAITS = {
    "prescriptionStatus": "To be Dispensed",
    "repeatInstance": ONE,
    "pendingCancellations": "False",
    "lineItems": {"a": "Inhaler", "b": "Tablets"},
}
AWAY = {
    **WAITS,
    "prescriptionStatus": "With Dispenser",
    "dispensingPharmacy": {"name": "Lantern", "phone": "01632 960772"},
}
ROW = {
    "id": ID,
    "status": "Can be dispensed",
    "usable": True,
    "items": [{"description": "Tablets"}, {"description": "inhaler "}],
}
HELD = {"name": "Lantern", "phone": "+44 1632 960772"}


def call(
    answer, target=f"/mm/nhs111itemsummary?nhsNumber={NUMBER}", status=200, seq=1, step="a step", fault=""
):
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="eps_tracker",
        operation="item_summary",
        where="a look",
        step=step,
        is_unanswered=False,
        fault=fault,
        facts={},
        request=seen_message(
            {"method": "GET", "target": target}, headers=[("spine-from-asid", "200000000117")]
        ),
        response=seen_message({"status": status}, body),
    )


def found(*rows, code="0", **named):
    given = dict(zip((ID, OTHER), rows, strict=False)) | named
    return {"version": "1", "reason": "", "statusCode": code, "prescriptions": given}


def look(*rows, seq=9, step="a step", typed=None, status="done", told=None, **more):
    given = {"prescription_id": typed} if typed else {}
    screen = {"links": [], "prescriptions": list(rows), **more}
    return observed(seq, "track_prescriptions", screen, given=given, status=status, reason=told, step=step)


def judge(check, calls, looks):
    check(evidence(GIVEN, calls, looks))


def test_items_in_another_order_and_writing_are_all_there():
    judge(shown.test_every_prescription_is_shown_with_every_item, [call(found(WAITS))], [look(ROW)])


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        ([], "prescriptions that are shown"),
        ([ROW, ROW], "twice"),
        ([ROW, {**ROW, "id": OTHER}], "prescriptions that are shown"),
        ([{**ROW, "items": ROW["items"][:1]}], "items"),
    ],
)
def test_what_is_missing_twice_or_too_many_fails(rows, match):
    with pytest.raises(NotMet, match=match):
        judge(shown.test_every_prescription_is_shown_with_every_item, [call(found(WAITS))], [look(*rows)])


IN_PART = [
    call(found(WAITS), step="whole"),
    call(found(WAITS), seq=2),
    call(b"", "/mm/nhs111itemdetails?prescriptionId=9", 503, seq=3, fault="details down"),
]


@pytest.mark.parametrize("rows", [[], [ROW], [{**ROW, "items": []}]])
@pytest.mark.parametrize(
    "words", [{"message": "Details cannot be had"}, {"told": "No answer", "status": "failed"}]
)
def test_where_details_cannot_be_had_that_is_said_with_prescriptions_or_without(rows, words):
    seen = [look(ROW, step="whole", message="1 was found"), look(*rows, **words)]
    judge(shown.test_trouble_with_a_part_is_told, IN_PART, seen)


@pytest.mark.parametrize("said", [None, "1 was found", "2 was found"])
def test_where_details_cannot_be_had_the_words_for_all_or_none_will_not_do(said):
    seen = [look(ROW, step="whole", message="1 was found"), look(ROW, message=said)]
    with pytest.raises(NotMet, match="the tracker failed"):
        judge(shown.test_trouble_with_a_part_is_told, IN_PART, seen)


def test_who_asks_for_no_details_shows_nothing_of_their_failing():
    with pytest.raises(NotShown, match="never failed at a part"):
        judge(shown.test_trouble_with_a_part_is_told, [call(found(WAITS))], [look(ROW)])


def test_a_system_that_only_links_is_not_shown():
    for check in (shown.test_each_status_is_shown_in_words, asking.test_each_look_asks_anew):
        with pytest.raises(NotShown, match="link"):
            judge(check, [], [look()])


def test_a_trace_tells_codes_and_is_read_as_well():
    traced = {
        "statusCode": "0",
        "prescription": {**WAITS, "prescriptionID": ID, "prescriptionStatus": "0002"},
    }
    with pytest.raises(NotMet, match="nothing offered to dispense"):
        judge(shown.test_only_what_waits_is_offered, [call(traced)], [look(ROW)])


def test_trouble_in_the_words_for_none_fails_and_in_others_passes():
    calls = [
        call({"statusCode": "1", "reason": "none"}, step="none"),
        call({"statusCode": "5"}, step="trouble"),
    ]
    none = look(step="none", message="Nothing is there")

    judge(
        shown.test_trouble_is_told_as_trouble,
        calls,
        [none, look(step="trouble", status="failed", told="It fails")],
    )
    with pytest.raises(NotMet, match="other words"):
        judge(
            shown.test_trouble_is_told_as_trouble,
            calls,
            [none, look(step="trouble", message="Nothing is there")],
        )


def test_two_statuses_in_the_same_words_fail():
    over = {**WAITS, "prescriptionStatus": "Expired"}
    with pytest.raises(NotMet, match="statuses shown as"):
        judge(
            shown.test_each_status_is_shown_in_words,
            [call(found(WAITS, over))],
            [look(ROW, {**ROW, "id": OTHER})],
        )


@pytest.mark.parametrize("words", ["0001", ""])
def test_a_bare_code_is_no_word(words):
    with pytest.raises(NotMet, match="in words"):
        judge(
            shown.test_each_status_is_shown_in_words, [call(found(WAITS))], [look({**ROW, "status": words})]
        )


def test_who_has_it_may_be_told_with_the_number_in_another_form():
    judge(shown.test_who_has_a_prescription_is_shown, [call(found(AWAY))], [look({**ROW, "held_by": HELD})])
    with pytest.raises(NotMet, match="who has"):
        judge(shown.test_who_has_a_prescription_is_shown, [call(found(AWAY))], [look(ROW)])


def test_nobody_is_to_be_named_where_the_tracker_does_not_know_who_has_it():
    unknown = {**AWAY, "dispensingPharmacy": dict.fromkeys(("name", "ods", "phone"), "Not Found")}
    with pytest.raises(NotShown, match="not asked which pharmacy"):
        judge(shown.test_who_has_a_prescription_is_shown, [call(found(unknown))], [look(ROW)])


def test_the_interfaces_words_for_nothing_fail():
    nobody = {**ROW, "held_by": {"name": "Not Found"}}
    with pytest.raises(NotMet, match="Not Found"):
        judge(shown.test_what_there_is_not_is_shown_as_nothing, [call(found(WAITS))], [look(nobody)])


def test_a_cancellation_that_nobody_asked_for_fails_too():
    with pytest.raises(NotMet, match="cancellation"):
        judge(
            shown.test_a_cancellation_that_is_under_way_is_shown,
            [call(found(WAITS))],
            [look({**ROW, "pending_cancellation": True})],
        )


@pytest.mark.parametrize(("written", "passes"), [("%2B", True), ("%2b", True), ("+", False), ("%20", False)])
def test_a_plus_is_escaped_in_a_query(written, passes):
    target = f"/mm/nhs111itemdetails?prescriptionId={OTHER[:-1]}{written}&issueNumber=1"
    calls, looks = [call(found(WAITS), target)], [look(ROW)]
    if passes:
        return judge(asking.test_a_plus_in_a_query_is_escaped, calls, looks)
    with pytest.raises(NotMet, match="%2B"):
        judge(asking.test_a_plus_in_a_query_is_escaped, calls, looks)
    return None


def test_another_number_than_the_patients_fails():
    with pytest.raises(NotMet, match="another patient"):
        judge(
            asking.test_only_the_patients_prescriptions_are_asked_for,
            [call(found(), "/mm/nhs111itemsummary?nhsNumber=9990000018")],
            [look()],
        )


def test_what_is_shown_without_a_request_fails():
    with pytest.raises(NotMet, match="a request"):
        judge(
            asking.test_each_look_asks_anew,
            [call(found(WAITS), step="before")],
            [look(ROW, step="before"), look(ROW, step="after")],
        )


def test_a_call_without_a_certificate_fails_and_one_without_tls_shows_nothing():
    check = asking.test_each_request_comes_with_the_systems_certificate
    own, none = call(found(WAITS)), call(found(WAITS), seq=2)
    with pytest.raises(NotShown, match="mutual_tls under"):
        judge(check, [own], [look(ROW)])
    own.facts, none.facts = {"client_certificate": "CPCS candidate"}, {"client_certificate": ""}
    judge(check, [own], [look(ROW)])
    with pytest.raises(NotMet, match="own certificate"):
        judge(check, [own, none], [look(ROW)])


def test_a_wrong_identifier_that_is_asked_for_fails():
    calls = [call({"statusCode": "6"}, step="typed")]
    with pytest.raises(NotMet, match="identifier that is none"):
        judge(
            asking.test_a_wrong_identifier_is_told_and_not_asked_for,
            calls,
            [look(step="typed", typed="9AD427-A83008-2E461X", told="There is none", status="refused")],
        )


def test_a_right_identifier_that_is_refused_fails_whatever_else_is_typed():
    typed = look(step="typed", typed=f" {ID.lower()} ", told="There is none", status="refused")
    with pytest.raises(NotMet, match="prescriptions that are shown"):
        judge(
            asking.test_a_wrong_identifier_is_told_and_not_asked_for,
            [call(found(WAITS), step="all")],
            [look(ROW, step="all"), typed],
        )


def test_a_system_that_takes_no_identifier_is_not_held_to_one():
    calls = [call(found(WAITS, AWAY), step=step) for step in ("right", "wrong")]
    rows = [ROW, {**ROW, "id": OTHER}]
    looks = [look(*rows, step="right", typed=ID), look(*rows, step="wrong", typed="9AD427-A83008-2E461X")]
    with pytest.raises(NotApplicable, match="takes no identifier"):
        judge(asking.test_a_wrong_identifier_is_told_and_not_asked_for, calls, looks)


@pytest.mark.parametrize(
    "check",
    [
        shown.test_only_what_waits_is_offered,
        shown.test_an_issue_is_shown_with_its_number,
        shown.test_a_cancellation_that_is_under_way_is_shown,
    ],
)
def test_what_was_not_met_shows_nothing(check):
    with pytest.raises(NotShown):
        judge(check, [call(found(WAITS))], [look({**ROW, "usable": None})])


def test_no_row_shows_nothing_of_asking_anew():
    with pytest.raises(NotShown, match="no prescription"):
        judge(asking.test_each_look_asks_anew, [call(found())], [look()])


@pytest.mark.parametrize(
    "seen",
    [
        look(told="The details cannot be had now", status="failed"),
        look(ROW, message="2 found; the details cannot be had now"),
    ],
    ids=["nothing shown", "shown without them"],
)
def test_who_says_that_details_cannot_be_had_shows_what_there_is_or_nothing(seen):
    looked_at_in_part(seen)


@pytest.mark.parametrize("message", ["", "1 found"])
def test_details_that_cannot_be_had_are_not_kept_quiet(message):
    with pytest.raises(NotMet):
        looked_at_in_part(look(ROW, message=message))


def looked_at_in_part(seen):
    """Judge a look whose details could not be had, after one that was answered whole."""
    details = "/mm/nhs111itemdetails"
    calls = [
        call(found(WAITS), seq=1, step="before"),
        call(found(WAITS), seq=4),
        call(b"", details, status=503, seq=5, fault="details down"),
    ]
    whole = look(ROW, seq=3, step="before", message="2 found")
    judge(shown.test_trouble_with_a_part_is_told, calls, [whole, seen])
