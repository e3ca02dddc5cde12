"""The reference's use of the FHIR tracker: what it asks by, what it takes from bundles, and how it tells of trouble."""

from threading import Event
from types import SimpleNamespace

import pytest

from cpcs_harness._content.mocks.eps.request_group import search_bundle, view_bundle
from cpcs_harness.people.prescriptions import (
    HeldItem,
    HeldOrganisation,
    HeldPrescription,
    HeldPrescriptions,
)
from reference.kit.config import ClinicalTrackerSettings
from reference.kit.problems import Refused, ServiceTrouble
from reference.national.clinical_tracker import ClinicalTracker
from reference.national.http import Unreachable
from reference.national.requester import Requester

NUMBER, OTHER = "9990000018", "9990000026"
ITEM = HeldItem("6f0a9d10-0001-4000-8000-000000000001", "Inhaler", "2.5", "ml", "As told", "1")
AWAY = HeldPrescription(
    "CBEF44-000X26-41E1B+",
    "20260131093000",
    (ITEM,),
    HeldOrganisation("A83008", "Beck"),
    status="0002",
    treatment="0003",
    issue=2,
    issues=6,
    dispenser=HeldOrganisation("FX521", "Lantern"),
)
HELD = HeldPrescriptions(NUMBER, (AWAY,))
FOUND = search_bundle(HELD, (AWAY,))
WORKER = SimpleNamespace(
    role=SimpleNamespace(role_id="555000000011", code="R8003"), person=SimpleNamespace(user_id="555000000001")
)
ME = Requester("FA101", "A Person", "pharmacist", "2000001", "consultation")


class Answers:
    """Answers requests in turn, and keeps them."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def send(self, _method, address, headers):
        self.asked.append((address, headers))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, data = answer
        return SimpleNamespace(status_code=status, json=lambda: data)


def tracker(*answers, session=WORKER):
    caller = Answers(*answers)
    access = SimpleNamespace(sessions=SimpleNamespace(of=lambda _: session), headers=lambda _: {})
    return ClinicalTracker(ClinicalTrackerSettings("http://t"), caller, access, Event()), caller


def test_each_issue_is_viewed_by_its_number_with_an_id_of_its_own():
    asked, caller = tracker((200, FOUND), (200, view_bundle(HELD, AWAY)))

    (row,) = asked.tracked(NUMBER, "", ME).shown()["prescriptions"]

    (searched, first), (viewed, second) = caller.asked
    assert searched == f"http://t/RequestGroup?nhsNumber={NUMBER}"
    assert viewed == "http://t/RequestGroup/CBEF44-000X26-41E1B%2B?issueNumber=2"
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert (first["NHSD-Session-URID"], first["NHSD-Session-JobRole"]) == ("555000000011", "R8003")
    assert (row["status"], row["issued"], row["issue"], row["issues"]) == (
        "Fetched by a pharmacy",
        "31/01/2026",
        2,
        6,
    )
    assert row["held_by"]["ods"] == "FX521"
    assert row["items"][0] == {
        "description": "Inhaler",
        "quantity": "2.5 ml",
        "dosage": "As told",
        "status": "Item to be dispensed",
    }


def test_an_identifier_is_searched_by_itself_and_another_patients_is_not_shown():
    asked, caller = tracker((200, FOUND))

    tracked = asked.tracked(OTHER, AWAY.id.lower(), ME)

    assert caller.asked[0][0].endswith("?prescriptionId=CBEF44-000X26-41E1B%2B")
    assert tracked.prescriptions == ()
    assert AWAY.id in tracked.message


def test_none_unknown_and_late_are_told_apart():
    none = tracker((200, search_bundle(HELD, ())))[0].tracked(NUMBER, "", ME).message
    unknown = tracker((200, FOUND), (404, {}))[0].tracked(NUMBER, "", ME)
    with pytest.raises(ServiceTrouble) as late:
        tracker((408, {}))[0].tracked(NUMBER, "", ME)

    assert len({none, unknown.message, late.value.reason}) == 3
    assert [found.id for found in unknown.prescriptions] == [AWAY.id]


@pytest.mark.parametrize("answer", [(500, {}), (200, []), (200, {}), Unreachable("x", True)])
def test_what_is_no_answer_is_trouble(answer):
    with pytest.raises(ServiceTrouble, match="by its link"):
        tracker(answer)[0].tracked(NUMBER, "", ME)


def test_who_has_not_signed_in_or_is_not_traced_is_not_asked_for():
    asked, caller = tracker(session=None)
    with pytest.raises(Refused, match="Sign in with CIS2"):
        asked.tracked(NUMBER, "", ME)
    assert "trace the patient" in asked.tracked("9990000000", "", ME).message
    assert caller.asked == []
