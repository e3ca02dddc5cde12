"""The prescription tracker's JSON interface: searches, traces, summaries, details, and what it refuses inside a 200."""

from dataclasses import replace

import pytest

from cpcs_harness.people.prescription_id import check_character
from cpcs_harness.people.prescriptions import (
    HeldItem,
    HeldOrganisation,
    HeldPrescription,
    HeldPrescriptions,
)

ASKING = {"Spine-From-Asid": "200000000117", "Accept": "application/json"}
SURGERY = HeldOrganisation("A83008", "Beck Surgery", "1 Beck Lane, Leeds", "01632 960123")
PHARMACY = HeldOrganisation("FX501", "Lantern Pharmacy", "1 Market Place, Leeds", "01632 960501")
INHALER = HeldItem(
    "6f0a9d10-0001-4000-8000-000000000001",
    "Salbutamol 100micrograms/dose inhaler",
    "1",
    "inhaler",
    "2 puffs when needed",
    "39113311000001107",
)
PLASTERS = replace(INHALER, id="6f0a9d10-0002-4000-8000-000000000002", description="Plasters", status="0004")


@pytest.fixture
def prescription(world, issued):
    day, number = f"{world.clock.now():%Y%m%d}090000", issued.person.nhs_number
    body = f"{number[:6]}-A83008-{number[5:]}"  # nobody else's
    return HeldPrescription(
        body + check_character(body), day, (INHALER, PLASTERS), SURGERY, dispenser=PHARMACY
    )


@pytest.fixture
def hold(world, issued):
    return lambda *held: world.hold(HeldPrescriptions(issued.person.nhs_number, held), issued.journey)


@pytest.fixture
def ask(world, nation, http):
    def asked(path, headers=ASKING, **query):
        answer = http.get(world.addresses["eps_tracker"] + "/mm" + path, params=query, headers=headers)
        assert answer.status_code == 200
        return answer.json()

    return asked


def test_a_summary_tells_in_words_what_is_on_a_prescription(ask, hold, issued, prescription, seen):
    hold(prescription)

    told = ask("/nhs111itemsummary", nhsNumber=issued.person.nhs_number)

    (identifier, known), *further = told["prescriptions"].items()
    assert (told["statusCode"], identifier, further) == ("0", prescription.id, [])
    assert known["prescriptionStatus"] == "To be Dispensed"
    assert known["prescriptionTreatmentType"] == "Acute Prescription"
    assert known["pendingCancellations"] == "False"
    assert known["lineItems"] == {INHALER.id: INHALER.description, PLASTERS.id: "Plasters"}
    assert seen.last("eps_tracker", "item_summary")["journey"] == issued.journey


def test_details_stand_under_the_prescriptions_id(ask, hold, prescription):
    hold(prescription)

    told = ask("/nhs111itemdetails", prescriptionId=prescription.id, lineitemid=PLASTERS.id)

    known = told[prescription.id]
    assert (list(known["lineItems"]), known["lineItems"][PLASTERS.id]["itemStatus"]) == (
        [PLASTERS.id],
        "Owing",
    )
    assert (known["dispensingPharmacy"]["phone"], known["nominatedPharmacy"]["name"]) == (
        PHARMACY.phone,
        "Not Found",
    )
    assert known["prescriptionClaimedDate"] == "False"


def test_a_search_tells_codes_and_goes_back_28_days(ask, hold, issued, world, prescription):
    old = replace(prescription, id="C0C757-A83008-C2D93O", issued="20240229090000")
    hold(prescription, old)
    number = issued.person.nhs_number

    recent = ask("/prescriptions", nhsNumber=number, format="trace-summary")
    every = ask("/prescriptions", nhsNumber=number, format="trace-summary", earliestDate="20240101")

    assert list(recent["prescriptions"]) == [prescription.id]
    assert list(every["prescriptions"]) == [prescription.id, old.id]
    assert recent["prescriptions"][prescription.id]["prescriptionStatus"] == "0001"


def test_a_trace_tells_one_issue(ask, hold, prescription):
    second = replace(prescription, treatment="0003", issue=2, issues=6, status="9000")
    hold(replace(prescription, treatment="0003", issues=6), second)

    told = ask(f"/prescriptions/{prescription.id}", format="trace", issueNumber="2")

    known = told["prescription"]
    assert (known["issue"]["issueNumber"], known["prescriptionStatus"]) == ("2", "9000")
    assert known["issue"]["lineItems"]["2"]["status"] == {"statusCode": "0004", "statusText": "Owing"}


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("/prescriptions", {}, "50"),
        ("/prescriptions", {"nhsNumber": "9990000000", "format": "trace-summary"}, "61"),
        ("/prescriptions", {"nhsNumber": "{}", "format": "trace-summary", "earliestDate": "yesterday"}, "57"),
        ("/prescriptions", {"nhsNumber": "{}", "format": "trace-summary", "prescriptionStatus": "0006"}, "1"),
        ("/prescriptions/9AD427-A83008-2E461X", {}, "51"),
        ("/prescriptions/24F5DA-A83008-7EFE6Z", {}, "1"),
        ("/prescriptions/{id}", {"issueNumber": "4"}, "3"),
        ("/nhs111itemsummary", {"nhsNumber": "1"}, "2"),
        ("/nhs111itemdetails", {"prescriptionId": "24F5DA-A83008-7EFE6Z"}, "6"),
        ("/nhs111itemdetails", {"prescriptionId": "{id}", "lineitemid": "x"}, "7"),
        ("/nhs111itemdetails", {"prescriptionId": "{id}", "issueNumber": "2"}, "8"),
    ],
)
def test_what_went_wrong_is_a_code_inside_a_200(ask, hold, issued, prescription, path, query, code):
    hold(prescription)
    known = {"{}": issued.person.nhs_number, "{id}": prescription.id}
    asked = {name: known.get(value, value) for name, value in query.items()}

    assert ask(path.replace("{id}", prescription.id), **asked)["statusCode"] == code


def test_who_has_no_prescription_is_told_so(ask, issued):
    assert ask("/nhs111itemsummary", nhsNumber=issued.person.nhs_number)["statusCode"] == "1"


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("Spine-From-Asid", "117", "52"),
        ("Spine-UserId", "me", "55"),
        ("Spine-RoleProfileId", "R8000", "56"),
        ("Eps-TraceId", "x" * 31, "54"),
    ],
)
def test_a_wrong_header_is_refused_by_its_own_code(ask, issued, header, value, code):
    headers = ASKING | {header: value}

    assert ask("/nhs111itemsummary", headers, nhsNumber=issued.person.nhs_number)["statusCode"] == code
