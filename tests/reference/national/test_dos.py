"""Pharmacies near a postcode, as the Directory of Services gives them."""

import pytest


@pytest.fixture
def referral(pharmacy, make_report):
    pharmacy.service.intake.receive(make_report())
    return pharmacy.see("worklist")["referrals"][0]["referral"]


SERVICE = {
    "id": "2000099001",
    "name": "Pharm+: Leeds (Birch)",
    "publicName": "Birch Pharmacy",
    "odsCode": " FC303 ",
    "address": ["2 Low Street", "", "Leeds"],
    "postcode": "LS3 1AA",
    "phone": {"public": "01632 960777", "nonPublic": "01632 960666", "fax": ""},
    "openingTimes": {
        "allHours": False,
        "days": [
            {
                "day": "Monday",
                "sessions": [
                    {"start": {"hours": "09", "minutes": "00"}, "end": {"hours": "17", "minutes": "30"}}
                ],
            },
            {"day": "Sunday", "sessions": []},
        ],
        "specifiedDates": [
            {"date": "03-04-2026", "sessions": [{"closed": "CLOSED"}]},
            {
                "date": "04-04-2026",
                "sessions": [
                    {"start": {"hours": "10", "minutes": "00"}, "end": {"hours": "12", "minutes": "00"}}
                ],
            },
        ],
    },
    "patientDistance": "0.2",
}


def test_pharmacies_are_shown_as_dos_gives_them(pharmacy, nation, referral):
    nation.services = [SERVICE]

    seen = pharmacy.see("find_pharmacies", referral, postcode="ls1 4ab")

    assert nation.asked("/dos/")[0][1] == "/dos/services/byServiceType/0/LS1%204AB/0/0/0/0/0/131/0"
    assert nation.asked("/dos/")[0][2]["authorization"].startswith("Basic ")
    assert seen["providers"] == [
        {
            "service_id": "2000099001",
            "ods": "FC303",
            "public_name": "Birch Pharmacy",
            "address": ["2 Low Street", "Leeds"],
            "postcode": "LS3 1AA",
            "telephone": "01632 960777",
            "opening_times": [
                {"day": "Monday", "sessions": ["09:00-17:30"]},
                {"day": "Sunday", "sessions": []},
            ],
            "specified_dates": [
                {"date": "2026-04-03", "sessions": ["closed"]},
                {"date": "2026-04-04", "sessions": ["10:00-12:00"]},
            ],
            "distance_miles": "0.2",
        }
    ]


def test_no_pharmacy_is_said(pharmacy, referral):
    assert "No pharmacy" in pharmacy.see("find_pharmacies", referral, postcode="LS1 4AB")["message"]
