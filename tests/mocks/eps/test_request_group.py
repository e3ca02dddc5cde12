"""Prescriptions as FHIR: valid by an independent model, each status under either extension, items in the view alone."""

from dataclasses import replace

import pytest
from fhir.resources.R4B.bundle import Bundle

from cpcs_harness._content.mocks.eps import request_group, statuses
from cpcs_harness.people.prescriptions import (
    HeldItem,
    HeldOrganisation,
    HeldPrescription,
    HeldPrescriptions,
)

NUMBER = "9000000009"
SURGERY = HeldOrganisation("A83008", "Beck Surgery")
PHARMACY = HeldOrganisation("FX501", "Lantern Pharmacy")
HALF = HeldItem(
    "6f0a9d10-0001-4000-8000-000000000001", "Bisoprolol 2.5mg tablets", "2.5", "tablet", "Half", "1"
)
ONE = HeldPrescription("AB12CD-FA5650-000016", "20261125093000", (HALF, replace(HALF, id="x")), SURGERY)
TWO = replace(ONE, id="AB12CD-FA5650-000024", treatment="0003", issue=2, issues=6, pending_cancellation=True)
BOTH = HeldPrescriptions(NUMBER, (ONE, TWO))


def resources(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def extension(group, name):
    found = [part for part in group["extension"] if part["url"].endswith(name)]
    return found[0]["extension"] if found else None


@pytest.mark.parametrize("status", statuses.PRESCRIPTION)
@pytest.mark.parametrize("treatment", statuses.TREATMENT)
def test_each_status_is_told_validly_and_by_its_code_under_either_extension(status, treatment):
    one, two = (replace(held, status=status, treatment=treatment, dispenser=PHARMACY) for held in (ONE, TWO))
    held = HeldPrescriptions(NUMBER, (one, two))
    found = request_group.search_bundle(held, (one, two))
    for bundle in (found, request_group.view_bundle(held, one), request_group.view_bundle(held, two)):
        Bundle.model_validate(bundle)

    groups = resources(found, "RequestGroup")
    codes = [extension(group, "PrescriptionStatusHistory")[0]["valueCoding"] for group in groups]
    urls = {part["url"] for group in groups for part in group["extension"] if "StatusHistory" in part["url"]}
    assert {(coding["code"], coding["display"].casefold()) for coding in codes} == {
        (status, statuses.PRESCRIPTION[status].casefold())
    }
    assert urls == {request_group.STATUS_AS_SHOWN, request_group.STATUS_AS_CODED}


def test_a_search_tells_whose_they_are_and_no_items():
    found = request_group.search_bundle(BOTH, BOTH.prescriptions)

    assert (found["type"], found["total"]) == ("searchset", 2)
    assert resources(found, "Patient")[0]["identifier"][0]["value"] == NUMBER
    assert [group["intent"] for group in resources(found, "RequestGroup")] == ["order", "reflex-order"]
    assert not resources(found, "MedicationRequest")
    assert request_group.search_bundle(BOTH, ())["entry"] == []


def test_a_repeat_tells_its_issue_and_each_a_cancellation_under_way():
    first, second = resources(request_group.search_bundle(BOTH, BOTH.prescriptions), "RequestGroup")

    assert extension(first, "RepeatInformation") is None
    assert [part["valueInteger"] for part in extension(second, "RepeatInformation")] == [2, 6]
    assert [extension(group, "PendingCancellation")[0]["valueBoolean"] for group in (first, second)] == [
        False,
        True,
    ]


def test_a_view_refers_to_each_item_and_names_who_has_it():
    away = replace(ONE, status="0002", dispenser=PHARMACY, nominated=PHARMACY)
    bundle = request_group.view_bundle(HeldPrescriptions(NUMBER, (away,)), away)

    (group,), items = resources(bundle, "RequestGroup"), resources(bundle, "MedicationRequest")
    listed, transitions = group["action"]
    assert [part["resource"]["reference"] for part in listed["action"]] == [
        f"urn:uuid:{item['id']}" for item in items
    ]
    assert items[0]["dispenseRequest"]["quantity"] == {"value": 2.5, "unit": "tablet"}
    assert [part["code"][0]["coding"][0]["code"] for part in transitions["action"]] == ["0001", "0002"]
    told = transitions["action"][1]["participant"][0]["extension"][0]["valueReference"]
    assert told["identifier"]["value"] == "FX501"
    assert not resources(bundle, "MedicationDispense")
    dispensed = replace(away, status="0003")
    assert resources(
        request_group.view_bundle(HeldPrescriptions(NUMBER, (dispensed,)), dispensed), "MedicationDispense"
    )
