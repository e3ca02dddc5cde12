"""The Directory of Services: shapes, refusals, and providers placed relative to now."""

from datetime import date, datetime

import pytest

from cpcs_harness._content.mocks.dos.opening import LONDON, next_ambiguous, opening_times
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.people.fixtures import fixture

SEARCH = "/services/byServiceType/0/{postcode}/{distance}/0/0/0/0/{types}/{number}"


@pytest.fixture
def find(dos):
    def find(postcode="LS2 7AP", distance="0", types="131", number="0"):
        return dos.get(SEARCH.format(postcode=postcode, distance=distance, types=types, number=number))

    return find


def test_a_search_gives_the_five_nearest_of_a_type(find):
    body = find().json()["success"]

    assert (body["code"], body["serviceCount"], body["servicesReturnedAreCatchAll"]) == (200, 5, "FALSE")
    assert [service["patientDistance"] for service in body["services"]] == [
        "0.2",
        "0.9",
        "3.8",
        "7.5",
        "12.6",
    ]


def test_a_search_has_no_e_mail_but_the_mailbox_of_each_pharmacy_among_its_end_points(find):
    services = find().json()["success"]["services"]

    assert not any("email" in service for service in services)
    found = [[(end["transport"], end["address"]) for end in service["endpoints"]] for service in services]
    assert found[1] == [("itk", "ODS:FQ402"), ("email", "pharmacy.fq402@nhs.net")]
    assert len(found) == 5


def test_default_distance_is_37_5_miles(find):
    default = find(number="50").json()["success"]["serviceCount"]

    assert find(distance="60", number="50").json()["success"]["serviceCount"] == default + 1


@pytest.mark.parametrize("kind", ["13", "131", "132"])
def test_each_type_that_a_pharmacy_is_searched_by_finds_them(find, kind):
    services = find(types=kind).json()["success"]["services"]

    assert [service["type"]["id"] for service in services] == [kind] * 5


def test_a_service_is_there_once_however_many_of_its_types_are_asked_for(find):
    ids = [service["id"] for service in find(types="131,13").json()["success"]["services"]]

    assert len(ids) == len(set(ids)) > 5


def test_nothing_found_is_a_success_with_no_services(find):
    body = find(types="149").json()["success"]

    assert (body["serviceCount"], body["services"], body["servicesReturnedAreCatchAll"]) == (0, [], "TRUE")


def test_a_red_provider_is_given_all_the_same(find):
    services = find(number="50").json()["success"]["services"]

    assert "Red" in [service["capacity"]["status"]["rag"] for service in services]


def test_the_number_that_is_not_public_is_in_every_answer(find):
    services = find().json()["success"]["services"]

    assert {service["phone"]["nonPublic"] for service in services} == {"01632 960999"}


@pytest.mark.parametrize(
    ("segments", "told"),
    [
        pytest.param({"distance": "far"}, "not numeric", id="distance-text"),
        pytest.param({"distance": "101"}, "greater than 100", id="distance-over"),
        pytest.param({"postcode": "0"}, "postcode is missing", id="no-postcode"),
        pytest.param({"postcode": "LEEDS"}, "invalid post code", id="bad-postcode"),
    ],
)
def test_a_wrong_segment_is_refused(find, segments, told):
    answer = find(**segments)

    assert answer.status_code == answer.json()["error"]["code"] == 400
    assert answer.json()["error"]["message"].startswith("Bad Request: ")
    assert told in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        pytest.param("0/LS27AP/0/77/0/0/0/131/0", "practice", id="practice"),
        pytest.param("0/LS27AP/0/0/5/0/0/131/0", "age group", id="age"),
        pytest.param("0/LS27AP/0/0/0/m/0/131/0", "gender", id="gender"),
    ],
)
def test_a_wrong_patient_segment_is_refused(dos, path, told):
    assert told in dos.get(f"/services/byServiceType/{path}").json()["error"]["message"]


@pytest.mark.parametrize(
    "path",
    [pytest.param("0/LS27AP/0/0/0/0/0/131", id="eight"), pytest.param("0/LS27AP///0/0/0/131/0", id="empty")],
)
def test_another_number_of_segments_is_404_and_recorded_as_a_search(dos, seen, path):
    answer = dos.get(f"/services/byServiceType/{path}")

    assert answer.status_code == 404
    assert seen.last("dos", "by_service_type")["data"]["request"]["start"]["target"].endswith(path)


def test_wrong_credentials_are_401(dos):
    answer = dos.get("/services/byOdsCode/FQ401", headers={"Authorization": "Basic eDp5"})

    assert answer.status_code == 401
    assert answer.json()["error"]["message"].startswith("Unauthorized:")


def test_a_practice_of_the_run_has_end_points_for_e_mail(dos, issued, seen):
    practice = issued.person.practice

    services = dos.get(f"/services/byOdsCode/{practice.ods}").json()["success"]["services"]

    assert [(one["name"], one["email"], one["type"]["id"]) for one in services] == [
        (practice.name, practice.email, 100)
    ]
    found = {(end["businessScenario"], end["transport"], end["address"]) for end in services[0]["endpoints"]}
    assert found == {
        ("Copy", "itk", f"ODS:{practice.ods}"),
        ("Copy", "email", practice.email),
        ("Primary", "email", practice.email),
    }
    assert seen.last("dos", "by_ods_code")["journey"] == issued.journey


def test_the_candidates_own_premises_are_found_by_service_id(dos, world):
    premises = world.environment.premises[0]

    services = dos.get(f"/services/byServiceId/{premises.dos_service_id}").json()["success"]["services"]

    assert [service["odsCode"] for service in services] == [premises.ods]
    assert isinstance(services[0]["easting"], int)


def test_a_search_belongs_to_the_journey_of_the_postcode(find, issued, seen):
    find(postcode=issued.person.postcode)

    event = seen.last("dos", "by_service_type")
    assert (event["journey"], event["data"]["certainty"]) == (issued.journey, "published")


NOON = datetime(2026, 5, 13, 12, 20, tzinfo=LONDON)  # a Wednesday


def test_the_provider_that_is_open_now_is_open_at_any_hour():
    for hour in range(24):
        now = NOON.replace(hour=hour)
        today = opening_times({"hours": "open-now"}, now)["days"][2]["sessions"]

        start, end = (f"{today[0][edge]['hours']}:{today[0][edge]['minutes']}" for edge in ("start", "end"))
        assert start <= now.strftime("%H:%M") <= end, f"at {hour}"


def test_two_sessions_a_day_and_a_bank_holiday():
    times = opening_times({"hours": "two-sessions", "bank_holiday": [("10:00", "16:00")]}, NOON)

    assert [len(day["sessions"]) for day in times["days"]] == [2, 2, 2, 2, 2, 1, 0, 1]
    assert times["days"][0]["sessions"][0]["start"] == {"hours": "09", "minutes": "00"}
    assert [day["day"] for day in times["days"]][-2:] == ["Sunday", "Bankholiday"]


def test_specified_dates_are_day_first_and_may_be_closed():
    times = opening_times({"hours": "by-day", "dates": ["closed-in 3", "ambiguous", "past"]}, NOON)

    assert times["specifiedDates"][0] == {"date": "16-05-2026", "sessions": [{"closed": "CLOSED"}]}
    assert [day["date"] for day in times["specifiedDates"][1:]] == ["01-06-2026", "03-04-2026"]


@pytest.mark.parametrize(
    "today", [date(2026, month, day) for month in (1, 5, 12) for day in (1, 11, 12, 28)], ids=str
)
def test_the_ambiguous_date_shows_who_reads_month_first(today):
    found = next_ambiguous(today)

    assert found > today
    assert found.day <= 12
    assert found.day != found.month


def test_services_that_a_journey_has_held_near_a_postcode_take_the_place_of_all_others(
    find, world, dos, issued
):
    own = {
        **yaml_provider(),
        "service_id": "2000099001",
        "miles": 50.0,
        "in_corner": True,
        "numbers": True,
        "more": {"unheardOf": {}},
    }
    world.hold(HeldServices(issued.person.postcode, (own,)), issued.journey)

    body = find(postcode=issued.person.postcode.lower()).json()["success"]

    assert [(service["id"], service["patientDistance"]) for service in body["services"]] == [
        ("2000099001", "50.0")
    ]
    assert (body["services"][0]["type"]["id"], body["services"][0]["unheardOf"]) == (131, {})
    assert find().json()["success"]["serviceCount"] == 5
    assert dos.get("/services/byServiceId/2000099001").json()["success"]["serviceCount"] == 1


@pytest.mark.parametrize(
    ("asked", "whose"),
    [
        ("byServiceId/2000{number}", "own"),
        ("byOdsCode/F{code}RPX", "own"),
        ("byOdsCode/f{code}", "own"),
        ("byServiceId/{practice}", "own"),
        ("byOdsCode/{ods}", "own"),
        ("byServiceId/2000091001", "run"),
        ("byOdsCode/FQ401", "run"),
        ("byOdsCode/{premises}", "run"),
        ("byOdsCode/FQ998", None),
    ],
)
def test_a_look_up_by_code_or_id_belongs_to_the_journey_whose_patient_is_near(
    world, dos, issued, seen, asked, whose
):
    ods = issued.person.practice.ods
    own = {**yaml_provider(), "service_id": f"2000{ods[1:]}", "ods": f"F{ods[-4:]}RPX"}
    world.hold(HeldServices(issued.person.postcode, (own,)), issued.journey)
    names = {"number": ods[1:], "code": ods[-4:], "premises": world.environment.premises[0].ods}

    dos.get("/services/" + asked.format(ods=ods, practice=f"21{ods[1:]}", **names))

    call = seen.last("dos", "by_ods_code" if "Ods" in asked else "by_service_id")
    assert call.get("journey") == (issued.journey if whose == "own" else whose)


def yaml_provider():
    return dict(fixture("pharmacies")["providers"][1])


@pytest.mark.parametrize("hour", range(24))
def test_minutes_around_now_are_cut_at_midnight(hour):
    times = opening_times({"hours": {"around-now": [[-120, 240]]}}, NOON.replace(hour=hour))

    spans = {
        day["day"]: [f"{edge['hours']}:{edge['minutes']}" for edge in (*session.values(),)]
        for day in times["days"]
        for session in day["sessions"]
    }
    today = spans.pop("Wednesday")
    assert today[0] == ("00:00" if hour < 2 else f"{hour - 2:02}:20")
    assert today[1] == ("23:59" if hour >= 20 else f"{hour + 4:02}:20")
    assert spans == (
        {"Tuesday": [f"{hour + 22:02}:20", "23:59"]}
        if hour < 2
        else {"Thursday": ["00:00", f"{hour - 20:02}:20"]}
        if hour >= 20
        else {}
    )


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ("+0 closed", ("13-05-2026", [{"closed": "CLOSED"}])),
        ("+1 10:00-12:00", ("14-05-2026", [("10:00", "12:00")])),
        ("bank-holiday 09:00-13:00 14:00-24:00", ("25-05-2026", [("09:00", "13:00"), ("14:00", "24:00")])),
    ],
)
def test_a_specified_date_has_sessions_of_its_own(rule, due):
    (date_,) = opening_times({"hours": "never", "dates": [rule]}, NOON)["specifiedDates"]

    assert (date_["date"], [clocks(session) for session in date_["sessions"]]) == due


def clocks(session):
    if "closed" in session:
        return session
    return tuple(f"{session[edge]['hours']}:{session[edge]['minutes']}" for edge in ("start", "end"))


def test_what_can_go_wrong_is_named():
    menu = fault_menu("dos")

    assert {fault.get("status") for fault in menu.values()} == {200, 400, 401, 403, 429, 500, None}
    assert b'"Bad Request: ' in menu["bad-request"]["body"]
