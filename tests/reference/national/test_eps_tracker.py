"""The reference's use of the prescription tracker: what it asks for, takes from answers, and refuses to ask."""

from types import SimpleNamespace

import pytest

from reference.kit.config import TrackerSettings
from reference.kit.problems import Refused, ServiceTrouble
from reference.national.eps_tracker import EpsTracker
from reference.national.http import Unreachable
from reference.national.prescription import day, prescription_from

NUMBER, ID = "9990000018", "CBEF44-000X26-41E1B+"
ROW = {
    "prescriptionStatus": "With Dispenser",
    "prescriptionIssueDate": "20260131093000",
    "repeatInstance": {"currentIssue": "2", "totalAuthorised": "6"},
    "pendingCancellations": "False",
    "lineItems": {"a": "Inhaler"},
}


class Answers:
    """Answers requests in turn, and keeps their addresses."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def get(self, address, headers):
        self.asked.append(address)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, data = answer
        return SimpleNamespace(status_code=status, json=lambda: data)


def tracker(*answers):
    caller = Answers(*answers)
    asked = EpsTracker(TrackerSettings("http://tracker/mm", "200000000117"), 1.0)
    asked.caller = caller
    return asked, caller


def test_each_prescription_is_asked_for_whole_and_its_plus_escaped():
    details = {**ROW, "dispensingPharmacy": {"name": "Lantern", "ods": "FX521", "phone": "Not Found"}}
    asked, caller = tracker(
        (200, {"statusCode": "0", "prescriptions": {ID: ROW}}), (200, {"statusCode": "0", ID: details})
    )

    (row,) = asked.tracked(NUMBER).shown()["prescriptions"]

    assert caller.asked[1].endswith("prescriptionId=CBEF44-000X26-41E1B%2B&issueNumber=2")
    assert (row["status"], row["usable"], row["issue"], row["issues"]) == (
        "Fetched by a pharmacy",
        False,
        2,
        6,
    )
    assert row["held_by"] == {"ods": "FX521", "name": "Lantern", "phone": ""}


def test_none_is_told_as_none_and_a_code_as_trouble():
    assert tracker((200, {"statusCode": "1"}))[0].tracked(NUMBER).prescriptions == ()
    for answer in ((200, {"statusCode": "52", "reason": "x"}), (503, {}), (200, []), Unreachable("x", True)):
        with pytest.raises(ServiceTrouble, match="by its link"):
            tracker(answer)[0].tracked(NUMBER)


@pytest.mark.parametrize("typed", ["9AD427-A83008-2E461X", "x", "9AD427A830082E461K"])
def test_what_is_no_identifier_is_not_asked_for(typed):
    asked, caller = tracker()
    with pytest.raises(Refused):
        asked.tracked(NUMBER, typed)
    assert caller.asked == []


def test_who_has_no_valid_number_is_not_asked_about():
    asked, caller = tracker()
    assert "trace the patient" in asked.tracked("9990000000").message
    assert caller.asked == []


def test_without_an_address_there_is_a_link_alone():
    assert EpsTracker(TrackerSettings(), 1.0).tracked(NUMBER).shown()["prescriptions"] == []


def test_what_is_not_known_is_empty_and_an_unknown_status_is_shown_as_it_came():
    found = prescription_from(ID, {"prescriptionStatus": "Returned", "prescriptionIssueDate": "False"})

    assert (found.words, found.issued, found.issue, found.holder) == ("Returned", "", 1, None)
    assert day("20240229") == "29/02/2024"
