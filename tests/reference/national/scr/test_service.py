"""Which Summary Care Record is shown, and what is said where there is none."""

import json
import re

import pytest

from reference_scr import EMPTY, OUTCOME, view

NO_ALLERGIES = re.compile(r"\b(no|nil)( known)? (allerg|adverse)", re.IGNORECASE)


def test_a_record_is_shown_with_whose_it_is(pharmacist, permitted, scr):
    record = view(pharmacist, permitted)

    assert (record["outcome"], record["nhs_number"]) == ("found", "9990000018")
    assert record["sections"] == [
        {"title": "Allergies and Adverse Reactions", "text": "Date\tDescription\n2020\tPenicillin"}
    ]


def test_the_read_is_by_the_identifier_that_was_told(pharmacist, permitted, scr):
    view(pharmacist, permitted)

    assert "composition.identifier=SCR-ID-1" in scr.asked("/Bundle")[0][1]


def test_no_record_is_said_as_no_record(pharmacist, permitted, scr):
    scr.planned = [("DocumentReference", 200, EMPTY)]

    record = view(pharmacist, permitted)

    assert (record["outcome"], record["sections"]) == ("none", [])
    assert not NO_ALLERGIES.search(record["message"])
    assert scr.order() == ["DocumentReference"]


@pytest.mark.parametrize("where", ["DocumentReference", "Bundle"])
def test_a_denial_is_said_as_withheld(pharmacist, permitted, scr, where):
    scr.planned = [(where, 403, OUTCOME)]

    record = view(pharmacist, permitted)

    assert (record["outcome"], record["sections"]) == ("withheld", [])
    assert not NO_ALLERGIES.search(record["message"])


def test_who_opted_out_is_not_read(pharmacist, permitted, scr):
    scr.permission = "No"

    assert view(pharmacist, permitted)["outcome"] == "withheld"
    assert scr.order() == ["DocumentReference"]


def test_a_record_that_was_replaced_is_searched_for_again(pharmacist, permitted, scr):
    scr.current = ["SCR-ID-OLD", "SCR-ID-NEW"]

    record = view(pharmacist, permitted)

    assert record["outcome"] == "found"
    assert scr.order() == ["DocumentReference", "AuditEvent", "Bundle", "DocumentReference", "Bundle"]
    assert "composition.identifier=SCR-ID-NEW" in scr.asked("/Bundle")[-1][1]


def test_a_record_that_is_replaced_again_and_again_is_unavailable(pharmacist, permitted, scr):
    scr.planned = [("Bundle", 200, EMPTY)] * 3

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["observation"]["record"]["outcome"] == "unavailable"
    assert len(scr.asked("/Bundle")) == 2


def test_each_view_asks_afresh(pharmacist, permitted, scr):
    view(pharmacist, permitted)
    scr.current = ["SCR-ID-2"]
    view(pharmacist, permitted)

    assert "SCR-ID-2" in scr.asked("/Bundle")[-1][1]


@pytest.mark.parametrize(
    "body", [None, [], 3, {"resourceType": "OperationOutcome"}, {"resourceType": "Patient"}]
)
@pytest.mark.parametrize("where", ["DocumentReference", "Bundle"])
def test_an_answer_that_is_none_is_unavailable(pharmacist, permitted, scr, where, body):
    scr.planned = [(where, 200, body)]

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["observation"]["record"]["outcome"] == "unavailable"


def test_another_patients_record_is_never_shown(pharmacist, permitted, scr):
    scr.number = "9990000026"

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["observation"]["record"]["outcome"] == "unavailable"
    assert "Penicillin" not in json.dumps(ended)


def test_a_page_in_place_of_an_answer_to_an_alert_shows_no_record(pharmacist, permitted, scr):
    scr.planned = [("AuditEvent", 200, None)]

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["observation"]["record"]["outcome"] == "unavailable"
    assert "Bundle" not in scr.order()
