"""Pharmacies near a postcode, as the Directory of Services gives them."""

from datetime import UTC, datetime

import httpx
import pytest

from reference.kit.problems import BadInput, ServiceTrouble

MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)


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


@pytest.fixture(autouse=True)
def monday_at_ten(pharmacy, monkeypatch):
    monkeypatch.setattr(pharmacy.service.dos, "now", lambda: MONDAY)


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
            "open": {"at": "2026-11-30T10:00:00+00:00", "is_open": True},
            "capacity": "",
        }
    ]


def test_no_pharmacy_is_said(pharmacy, referral):
    assert "No pharmacy" in pharmacy.see("find_pharmacies", referral, postcode="LS1 4AB")["message"]


def test_another_moment_may_be_asked_about(pharmacy, nation, referral):
    nation.services = [SERVICE]

    seen = pharmacy.see("find_pharmacies", referral, postcode="ls1 4ab", open_at="2026-11-30T17:30:00Z")

    assert seen["providers"][0]["open"] == {"at": "2026-11-30T17:30:00+00:00", "is_open": False}


def test_what_is_no_moment_is_bad_input(pharmacy, referral):
    with pytest.raises(BadInput, match="open_at"):
        pharmacy.do("find_pharmacies", referral, postcode="LS1 4AB", open_at="tomorrow")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"capacity": {"status": {"rag": "RED"}}}, id="without capacity"),
        pytest.param({"openingTimes": {"days": []}}, id="never open"),
    ],
)
def test_a_pharmacy_of_no_use_is_left_out_and_that_is_said(pharmacy, nation, referral, changed):
    nation.services = [SERVICE | changed]

    seen = pharmacy.see("find_pharmacies", referral, postcode="LS1 4AB")

    assert seen["providers"] == []
    assert "1 near this postcode" in seen["message"]


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({"publicName": ""}, {"public_name": "Leeds (Birch)"}),
        ({"odsCode": "FC303M06DSP"}, {"ods": "FC303"}),
        ({"address": ["2 Low Street", None, " ", "Leeds"]}, {"address": ["2 Low Street", "Leeds"]}),
        ({"capacity": {"status": {"rag": "Amber"}}}, {"capacity": "amber"}),
    ],
)
def test_dirty_data_is_shown_clean(pharmacy, nation, referral, changed, shown):
    nation.services = [SERVICE | changed]

    (provider,) = pharmacy.see("find_pharmacies", referral, postcode="LS1 4AB")["providers"]

    assert {key: provider[key] for key in shown} == shown


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (400, b'{"error":{"code":400,"message":"Bad Request: invalid post code"}}', "invalid post code"),
        (401, b"{}", "supplier"),
        (403, b"<html>", "supplier"),
        (429, b"{}", "in a minute"),
        (500, b"", "in a minute"),
        (200, b"<html>", "in trouble"),
        (200, b'{"success":{"serv', "in trouble"),
        (200, b"[]", "in trouble"),
        (200, b'{"success":{"services":null}}', "in trouble"),
    ],
)
def test_trouble_is_never_an_empty_list(pharmacy, status, body, told):
    with pytest.raises(ServiceTrouble, match=told):
        pharmacy.service.dos.services_in(httpx.Response(status, content=body))
