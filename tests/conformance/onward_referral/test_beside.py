"""In each part of a message name, code and service are of one place, however these are written."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.onward_referral._beside import ODS, other_places

SERVICES = "https://dos.example/dos-service-id"


def others(part, chosen="Lake Pharmacy"):
    """Give what is wrong with a part of a message to the pharmacy that was chosen."""
    seen = SimpleNamespace(
        action="refer_onward", given={"name": chosen, "ods": "FA002", "service_id": "2000000002"}
    )
    practice = {"name": "Mill Surgery", "ods": "A81001"}
    issued = {"premises": {"name": "Own Pharmacy", "ods": "FA000"}, "person": {"practice": practice}}
    journey = SimpleNamespace(
        issued=issued, also={}, seen=[seen], exchanges=lambda *_, at_least: [], attempts=lambda _: [seen]
    )
    request = SimpleNamespace(json=part, segments=["onward", "FA002", "$process-message"])
    return list(other_places(SimpleNamespace(journey=journey), SimpleNamespace(request=request)))


def service(name, code="FA002", number="2000000002"):
    return {
        "name": name,
        "identifier": [{"system": ODS, "value": code}, {"system": SERVICES, "value": number}],
    }


def header(endpoint):
    return {"destination": [{"name": "Lake Pharmacy", "endpoint": endpoint}]}


@pytest.mark.parametrize(
    "part",
    [
        service("Lake Pharmacy"),
        service(" lake pharmacy "),
        service("Lake Pharmacy", code="fa002"),
        service("A name that nobody told", code="FA000"),
        header("https://onward.example/FA002"),
        header("urn:nhs-uk:addressing:ods:FA002"),
    ],
)
def test_what_is_of_one_place_is_right(part):
    assert others(part) == []


def test_blanks_about_a_name_that_was_chosen_are_no_other_name():
    assert others(service("Lake Pharmacy"), chosen="Lake Pharmacy ") == []


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        (service("Lake Pharmacy", code="FA000"), ["FA000 beside Lake Pharmacy"]),
        (service("Own Pharmacy", code="FA000"), ["2000000002 beside Own Pharmacy"]),
        (
            header("urn:nhs-uk:addressing:ods:FA000"),
            ["FA000 beside Lake Pharmacy", "FA000 as destination"],
        ),
    ],
)
def test_what_is_of_two_is_not(part, wrong):
    assert others(part) == wrong
