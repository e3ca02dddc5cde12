"""A search of DoS is judged by what was asked, also where DoS refused it."""

from base64 import b64encode
from types import SimpleNamespace

import pytest

from cis2_evidence import call
from cpcs_harness._content.conformance.dos import test_search
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.views import EvidenceView, JourneyView
from made_up import observed

BASE = "/app/controllers/api/v1.0/services"
RIGHT = f"{BASE}/byServiceType/0/LS1%204AP/0/0/0/0/0/131/0"
WHO = {"dos_username": "cpcs", "dos_password": "secret"}
BASIC = ("Authorization", f"Basic {b64encode(b'cpcs:secret').decode()}")
SHAPE = test_search.test_a_search_has_the_shape_that_dos_documents
TYPES = test_search.test_a_search_is_for_pharmacies_of_the_service
RADIUS = test_search.test_a_search_asks_within_the_radius_of_the_toolkit


def judged(check, *targets, status=200, ended="done"):
    calls = [
        call(n, "dos", "by_service_type", target, status=status, headers=(BASIC,))
        for n, target in enumerate(targets, 1)
    ]
    seen = observed(9, "find_pharmacies", {}, status=ended, given={"postcode": "LS1 4AP"}, step="s")
    view = EvidenceView(SimpleNamespace(environment=WHO), "urgent-medicines", ["j"])
    view.__dict__["journeys"] = [JourneyView("j", "urgent-medicines", {}, {}, calls, [seen])]
    check(view)


@pytest.mark.parametrize("check", [SHAPE, RADIUS])
def test_a_search_as_it_is_documented_is_right_however_it_was_answered(check):
    judged(check, RIGHT)
    judged(check, RIGHT, status=500, ended="failed")


def test_a_search_that_dos_refused_is_judged_by_what_was_asked():
    with pytest.raises(NotMet, match="a gender"):
        judged(SHAPE, RIGHT.replace("/0/0/131", "/female/0/131"), status=400, ended="failed")
    with pytest.raises(NotMet, match="a distance"):
        judged(RADIUS, RIGHT.replace("/0/0/0/0/0/131", "/101/0/0/0/0/131"), status=400, ended="failed")


def test_what_is_asked_again_after_a_failure_is_as_right_as_what_was_asked_first():
    wide, whole = (RIGHT.replace("/0/0/0/0/0/131", f"/{miles}/0/0/0/0/131") for miles in ("100", "37.5"))
    judged(RADIUS, RIGHT, whole, status=500, ended="failed")
    with pytest.raises(NotMet, match="a distance"):
        judged(RADIUS, RIGHT, wide, status=500, ended="failed")
    with pytest.raises(NotMet, match="the postcode"):
        judged(SHAPE, RIGHT, RIGHT.replace("LS1%204AP", "LS27%208EF"), status=500, ended="failed")


@pytest.mark.parametrize("check", [SHAPE, RADIUS])
def test_pharmacies_that_are_looked_for_otherwise_are_no_search_by_service_type(check):
    with pytest.raises(NotMet, match="a search by service type"):
        judged(check, f"{BASE}/byClinicalTerm/0/LS1/0/0/0/0/0/1=2/0")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (RIGHT.replace("/0/LS1", "/secret/LS1"), "without the password"),
        (RIGHT.replace("/0/0/0/0/0/131", "/0/Y01234/0/0/0/131"), "gpPracticeId"),
        (f"{RIGHT[:-1]}all", "numberPerType"),
    ],
)
def test_a_password_in_the_address_a_code_for_a_practice_and_a_number_that_is_none_are_found(target, told):
    with pytest.raises(NotMet, match=told):
        judged(SHAPE, target)


@pytest.mark.parametrize(
    ("types", "right"), [("131", True), ("13,132", True), ("131,134", False), ("100", False)]
)
def test_a_search_is_for_pharmacies_that_offer_the_service(types, right):
    target = RIGHT.replace("/131/0", f"/{types}/0")
    judged(SHAPE, target)
    if right:
        judged(TYPES, target)
        return
    with pytest.raises(NotMet, match="service types within"):
        judged(TYPES, target)
    with pytest.raises(NotMet, match="service types within"):
        judged(TYPES, RIGHT, target)


def test_a_search_of_another_shape_has_no_distance_to_be_judged():
    with pytest.raises(NotMet, match="number of segments"):
        judged(SHAPE, f"{BASE}/byServiceType/LS1%204AP/131")
    for check in (RADIUS, TYPES):
        with pytest.raises(NotShown, match="DOS-02"):
            judged(check, f"{BASE}/byServiceType/LS1%204AP/131")


@pytest.mark.parametrize("gone", [True, False])
def test_a_search_that_was_given_up_and_came_in_late_belongs_to_the_step_before(gone):
    late = call(5, "dos", "by_service_type", RIGHT, status=200, headers=(BASIC,))
    late.gone, late.step = gone, "next"
    own = call(6, "dos", "by_service_type", RIGHT.replace("LS1%204AP", "HD4%205PF"), headers=(BASIC,))
    own.step = "next"
    seen = [
        observed(4, "find_pharmacies", {}, status="failed", given={"postcode": "LS1 4AP"}, step="s"),
        observed(9, "find_pharmacies", {}, given={"postcode": "HD4 5PF"}, step="next"),
    ]
    view = EvidenceView(SimpleNamespace(environment=WHO), "urgent-medicines", ["j"])
    view.__dict__["journeys"] = [JourneyView("j", "urgent-medicines", {}, {}, [late, own], seen)]
    if gone:
        SHAPE(view)
    else:
        with pytest.raises(NotMet, match="the postcode"):
            SHAPE(view)
