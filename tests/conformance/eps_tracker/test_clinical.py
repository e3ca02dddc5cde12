"""The FHIR tracker in evidence: request ids, searches, either status extension, three kinds of nothing."""

import json

import pytest

from cpcs_harness._content.conformance.eps_tracker import test_asking as asking
from cpcs_harness._content.conformance.eps_tracker import test_clinical as clinical
from cpcs_harness._content.conformance.eps_tracker import test_shown as shown
from cpcs_harness._content.mocks.eps.request_group import search_bundle, view_bundle
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.people.prescriptions import (
    HeldItem,
    HeldOrganisation,
    HeldPrescription,
    HeldPrescriptions,
)
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("eps-tracker")
NUMBER = GIVEN["person"]["nhs_number"]
IDS = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"]
ITEM = HeldItem("6f0a9d10-0001-4000-8000-000000000001", "Inhaler", "1", "inhaler", "Two puffs", "1")
ONE = HeldPrescription("9AD427-A83008-2E461K", "20261124093000", (ITEM,), HeldOrganisation("A83008", "Beck"))
TWO = HeldPrescription(
    "CBEF44-000X26-41E1B+",
    "20261124093000",
    (ITEM,),
    HeldOrganisation("A83008", "Beck"),
    status="0002",
    dispenser=HeldOrganisation("FX521", "Lantern"),
)
HELD = HeldPrescriptions(NUMBER, (ONE, TWO))
FOUND, NONE = search_bundle(HELD, (ONE, TWO)), search_bundle(HELD, ())
BY_NUMBER = f"?nhsNumber={NUMBER}"
ROW = {"id": ONE.id, "status": "Can be dispensed", "items": [{"description": "inhaler"}]}
OTHER = {"id": TWO.id, "status": "Fetched", "items": ROW["items"], "held_by": {"ods": "FX521"}}


def call(answer=None, target=BY_NUMBER, status=200, seq=1, step="a step", request_id=IDS[0]):
    view = target.startswith("/")
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="clinical_tracker",
        operation="view_prescription" if view else "search_prescriptions",
        where="a look",
        step=step,
        is_unanswered=False,
        fault="",
        facts={},
        request=seen_message(
            {"method": "GET", "target": f"/clinical-prescription-tracker/RequestGroup{target}"},
            headers=[("x-request-id", request_id)] if request_id else [],
        ),
        response=seen_message({"status": status}, json.dumps(answer or {}).encode()),
    )


VIEWS = [
    call(view_bundle(HELD, one), f"/{one.id}", seq=seq, request_id=f"{IDS[0][:-1]}{seq}")
    for seq, one in enumerate((ONE, TWO), 2)
]


def look(*rows, step="a step", told="", typed=""):
    given = {"prescription_id": typed} if typed else {}
    screen = {"links": [], "prescriptions": list(rows), "message": told}
    return observed(9, "track_prescriptions", screen, given=given, step=step)


def judge(check, calls, looks):
    check(evidence(GIVEN, calls, looks))


@pytest.mark.parametrize(("sent", "match"), [(IDS[0], "another"), ("x", "UUID"), ("", "UUID")])
def test_a_request_id_is_a_uuid_of_its_own(sent, match):
    def check(second):
        judge(clinical.test_each_request_has_an_id_of_its_own, [call(FOUND), second], [look(ROW, OTHER)])

    check(call(FOUND, seq=2, request_id=IDS[1]))
    with pytest.raises(NotMet, match=match):
        check(call(FOUND, seq=2, request_id=sent))


def test_a_request_that_is_sent_again_after_trouble_may_keep_its_id():
    calls = [call(status=503), call(FOUND, seq=2)]
    judge(clinical.test_each_request_has_an_id_of_its_own, calls, [look(ROW, OTHER)])


@pytest.mark.parametrize(
    ("user", "role", "access", "right"),
    [
        ("u1", "r2", {"user": "u1", "roles": ["r1", "r2"]}, True),
        ("u1", "r1", None, True),
        ("u2", "r1", {"user": "u1", "roles": ["r1"]}, False),
        ("u1", "r3", {"user": "u1", "roles": ["r1"]}, False),
        ("", "r1", None, False),
        ("u1", "", None, False),
    ],
)
def test_each_request_names_a_person_in_a_role_also_one_that_was_refused(user, role, access, right):
    made = call(FOUND if access else None, status=200 if access else 400)
    made.facts["access"] = access
    headers = [("NHSD-Identity-UUID", user), ("NHSD-Session-URID", role)]
    start = {"method": "GET", "target": f"/clinical-prescription-tracker/RequestGroup{BY_NUMBER}"}
    made.request = seen_message(start, headers=[pair for pair in headers if pair[1]])

    if right:
        judge(clinical.test_each_request_names_who_looks, [made], [look()])
    else:
        with pytest.raises(NotMet):
            judge(clinical.test_each_request_names_who_looks, [made], [look()])


@pytest.mark.parametrize("query", ["", f"{BY_NUMBER}&prescriptionId={ONE.id}", "?nhsNumber="])
def test_a_search_by_both_or_neither_fails(query):
    judge(clinical.test_a_search_is_by_one_thing, [call(FOUND), *VIEWS], [look()])
    with pytest.raises(NotMet, match="one of prescriptionId and nhsNumber"):
        judge(clinical.test_a_search_is_by_one_thing, [call(FOUND, query)], [look()])


@pytest.mark.parametrize("words", ["", "can be dispensed", None])
def test_a_status_that_is_not_read_in_one_extension_fails(words):
    check = clinical.test_a_status_is_shown_under_either_extension
    judge(check, [call(FOUND)], [look(ROW, OTHER)])
    with pytest.raises(NotMet, match="status"):
        judge(check, [call(FOUND)], [look(ROW, {**OTHER, "status": words})])


def test_one_extension_alone_shows_nothing_of_the_other():
    alone = search_bundle(HeldPrescriptions(NUMBER, (ONE,)), (ONE,))
    with pytest.raises(NotShown, match="not both"):
        judge(clinical.test_a_status_is_shown_under_either_extension, [call(alone)], [look(ROW)])


def apart(none="None", late="Look again", unknown="It is gone", lost="Look again"):
    calls = [
        call(NONE, step="none"),
        call(status=408, step="late"),
        call(FOUND, step="unknown"),
        call({"resourceType": "OperationOutcome"}, status=404, target=f"/{ONE.id}", step="unknown"),
        call(status=404, target=f"/{ONE.id}", step="lost"),
    ]
    looks = [
        look(told=none, step="none"),
        look(told=late, step="late"),
        look(ROW, OTHER, told=unknown, step="unknown"),
        look(told=lost, step="lost"),
    ]
    judge(clinical.test_nothing_unknown_and_late_are_told_apart, calls, looks)


@pytest.mark.parametrize(
    "told",
    [
        {"late": "none"},
        {"unknown": "None"},
        {"late": "It is gone"},
        {"late": ""},
        {"lost": "It is gone"},
        {"lost": ""},
    ],
)
def test_two_kinds_of_nothing_in_the_same_words_fail(told):
    apart()
    with pytest.raises(NotMet, match=r"told|other words"):
        apart(**told)


def test_who_asks_for_no_view_is_not_told_of_one_that_is_unknown():
    calls, looks = [call(NONE, step="none"), call(status=408, step="late")], []
    looks = [look(told="None", step="none"), look(told="Look again", step="late")]
    judge(clinical.test_nothing_unknown_and_late_are_told_apart, calls, looks)
    with pytest.raises(NotShown, match="408"):
        judge(clinical.test_nothing_unknown_and_late_are_told_apart, calls[:1], looks[:1])


def test_items_and_pharmacy_are_those_of_the_view():
    calls = [call(FOUND), *VIEWS]
    for check in (
        shown.test_every_prescription_is_shown_with_every_item,
        shown.test_who_has_a_prescription_is_shown,
    ):
        judge(check, calls, [look(ROW, OTHER)])
    with pytest.raises(NotMet, match="items"):
        judge(
            shown.test_every_prescription_is_shown_with_every_item,
            [call(FOUND)],
            [look({**ROW, "items": []}, OTHER)],
        )
    with pytest.raises(NotMet, match="who has"):
        judge(shown.test_who_has_a_prescription_is_shown, calls, [look(ROW, {**OTHER, "held_by": None})])


def test_each_issue_may_stand_by_itself_and_none_twice():
    check, repeats = shown.test_every_prescription_is_shown_with_every_item, []
    for issue in (1, 2):
        repeats.append(HeldPrescription(**(vars(ONE) | {"treatment": "0003", "issue": issue, "issues": 2})))
    found = search_bundle(HeldPrescriptions(NUMBER, tuple(repeats)), repeats)
    rows = [{**ROW, "issue": 1, "issues": 2}, {**ROW, "issue": 2, "issues": 2}]
    judge(check, [call(found)], [look(*rows)])
    judge(check, [call(found)], [look(rows[1])])
    judge(shown.test_an_issue_is_shown_with_its_number, [call(found)], [look(*rows)])
    with pytest.raises(NotMet, match="twice"):
        judge(check, [call(found)], [look(*rows, rows[1])])


def test_what_is_for_the_json_interface_is_not_asked_of_the_other():
    for check in (
        asking.test_each_request_names_the_system,
        shown.test_what_there_is_not_is_shown_as_nothing,
    ):
        with pytest.raises(NotShown, match="JSON"):
            judge(check, [call(FOUND)], [look(ROW, OTHER)])
