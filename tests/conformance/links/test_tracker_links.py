"""The tracker's link is held against the list of its day, and names nobody, in whatever writing."""

import base64
from datetime import date, timedelta

import pytest

from cpcs_harness._content.conformance.links import _official, test_tracker_links
from cpcs_harness.errors import NotMet, NotShown
from made_up import observed
from nhs111_evidence import evidence, issued

GIVEN, OTHER = issued("tracked", "urgent-medicines"), issued("next", "urgent-medicines")
NUMBER = GIVEN["person"]["nhs_number"]
SITE = "https://portal2.national.ncrs.nhs.uk/prescriptionsadmin"
PORTAL = "https://portal.spineservices.nhs.uk"
TYPED = "AB12CD-FA5650-000016"


def judged(check, *addresses, typed=""):
    given = {"prescription_id": typed} if typed else {}
    seen = [
        observed(number, "track_prescriptions", {"links": [{"address": address}]}, given=given)
        for number, address in enumerate(addresses, 1)
    ]
    check(evidence(GIVEN, seen=seen, also={"next": OTHER}))


@pytest.mark.parametrize("address", [SITE, f"{SITE}/", f"{SITE}/prescriptionsearch", PORTAL, f"{PORTAL}/"])
def test_an_address_that_is_in_force_is_right(address):
    judged(test_tracker_links.test_the_tracker_link_is_in_force_on_the_day, address)


@pytest.mark.parametrize(
    "address",
    [
        "https://portal.national.ncrs.nhs.uk/portal/",
        "https://portal2.national.ncrs.nhs.uk/summarycarerecord",
        f"{PORTAL}/nationalcarerecordsservice/",
        f"{PORTAL}/nationalcarerecordsservice/search",
        "http://portal2.national.ncrs.nhs.uk/prescriptionsadmin",
        "https://portal2.national.ncrs.nhs.uk.example/prescriptionsadmin",
        "https://[",
    ],
)
def test_an_address_of_before_and_one_that_leads_elsewhere_are_wrong(address):
    with pytest.raises(NotMet, match=r"expected a (link to|web address)"):
        judged(test_tracker_links.test_the_tracker_link_is_in_force_on_the_day, SITE, address)


@pytest.mark.parametrize(
    "address", ["https://portal2.national.ncrs.nhs.uk/prescriptionsadministration", f"{PORTAL}/site"]
)
def test_a_path_on_an_official_host_that_is_listed_nowhere_shows_nothing(address):
    with pytest.raises(NotShown, match="listed nowhere"):
        judged(test_tracker_links.test_the_tracker_link_is_in_force_on_the_day, SITE, address)


def test_the_first_and_the_last_day_of_an_address_are_its_own():
    before, now = _official.officials("eps-tracker")[:2]
    last, day = before.until, timedelta(days=1)

    assert before.is_in_force(before.since)
    assert not before.is_in_force(before.since - day)
    assert before.is_in_force(last)
    assert not before.is_in_force(last + day)
    assert now.is_in_force(date(2021, 6, 1))


@pytest.mark.parametrize("service", ["eps-tracker", "cks", "scr"])
def test_a_service_is_reached_on_every_day_of_its_list(service):
    listed = _official.officials(service)
    day, end = min(official.since for official in listed), date(2030, 1, 1)
    while day < end:
        assert any(official.is_in_force(day) for official in listed), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "behind",
    [
        f"?nhsNumber={NUMBER}",
        f"/{NUMBER[:3]}-{NUMBER[3:6]}-{NUMBER[6:]}",
        f"#{OTHER['person']['nhs_number']}",
        f"?for={GIVEN['person']['family'].upper()}",
        f"?q=%25{ord(NUMBER[0]):02X}{NUMBER[1:]}",
        f"?state={base64.urlsafe_b64encode(f'nhs={NUMBER}'.encode()).decode().rstrip('=')}",
        f"?id={TYPED.lower()}",
    ],
)
def test_whoever_is_named_behind_the_host_is_found_at_whichever_look(behind):
    with pytest.raises(NotMet, match="no data of patient or prescription"):
        judged(
            test_tracker_links.test_the_tracker_link_says_nothing_of_anybody, SITE, SITE + behind, typed=TYPED
        )


def test_an_address_of_nobody_is_right_and_none_shows_nothing():
    check = test_tracker_links.test_the_tracker_link_says_nothing_of_anybody
    judged(check, SITE, f"{SITE}/prescriptionsearch?from=cpcs&session=9f8e7d6c5b4a39281706", typed=TYPED)
    with pytest.raises(NotMet):
        judged(check, f"https://[{NUMBER}")
    with pytest.raises(NotShown, match="no link to the tracker"):
        check(evidence(GIVEN, seen=[observed(1, "track_prescriptions", {"links": []})]))
