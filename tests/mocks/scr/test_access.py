"""Who may call the SCR FHIR API, and the order of its checks."""

import uuid
from dataclasses import replace

import pytest

from cpcs_harness._content.mocks.identity.platform.service import Platform
from scr_calls import NHS_NUMBER, permission, post, read, refusal, search

FIRST, SECOND = "0A5D7E11-0001-4000-8000-00000000000A", "0A5D7E11-0002-4000-8000-00000000000B"


@pytest.mark.parametrize(
    ("authorization", "told"),
    [
        (None, "Missing access token"),
        ("", "Missing access token"),
        ("Basic abc", "Invalid access token"),
        ("Bearer", "Invalid access token"),
        ("Bearer made-up", "Invalid access token"),
    ],
)
def test_a_call_without_a_good_token_is_401(scr, issued, authorization, told):
    del scr.headers["Authorization"]
    if authorization is not None:
        scr.headers["Authorization"] = authorization

    assert refusal(search(scr, issued.person.nhs_number)) == (401, "forbidden", told)


def test_a_token_that_has_ended_is_401(scr, issued, later):
    later(3600)

    assert refusal(search(scr, issued.person.nhs_number)) == (401, "forbidden", "Access token expired")


@pytest.mark.parametrize("role", ["", "999999999999", "not-a-number"])
def test_a_role_that_is_not_the_users_is_refused(scr, issued, role):
    answer = scr.get(
        "/DocumentReference",
        params={"patient": f"{NHS_NUMBER}|{issued.person.nhs_number}"},
        headers={"NHSD-Session-URID": role},
    )

    assert refusal(answer) == (400, "value", f"Invalid value - '{role}' in header 'NHSD-Session-URID'")


def test_several_roles_and_none_chosen_is_refused(scr, issued):
    del scr.headers["NHSD-Session-URID"]

    assert refusal(search(scr, issued.person.nhs_number))[:2] == (400, "value")


def test_the_role_chosen_at_sign_in_needs_no_header(scr, nation, issued, seen):
    token = nation[Platform].grants.give(
        mode="healthcare-worker", user_id="555000000001", roles=("1", "2"), selected_role="2"
    )
    del scr.headers["NHSD-Session-URID"]
    scr.headers["Authorization"] = f"Bearer {token}"

    assert search(scr, issued.person.nhs_number).status_code == 200
    event = seen.last("scr", "search_document_reference")
    assert event["data"]["facts"]["access"] == {
        "mode": "healthcare-worker",
        "user": "555000000001",
        "role": "2",
    }


def test_an_application_may_search_and_read_but_not_alert_nor_set_permission(scr, token, issued, held):
    held()
    number = issued.person.nhs_number
    scr.headers["Authorization"] = f"Bearer {token}"

    assert search(scr, number).status_code == read(scr, number, FIRST).status_code == 200
    assert refusal(post(scr, "/$setPermission", permission(number)))[:2] == (403, "forbidden")
    assert refusal(post(scr, "/AuditEvent", {}))[:2] == (403, "forbidden")


def test_a_role_without_the_activity_is_refused_by_our_own_rule(scr, nation, world, issued, seen):
    worker = issued.care_worker.with_roles(("FA101", "Alder Pharmacy"), ("FA102", "Birch Chemist"))
    without, with_it = (
        replace(role, activities=codes)
        for role, codes in zip(worker.roles, (("B0008",), ("B0370",)), strict=True)
    )
    world.care_workers[worker.user_id] = replace(worker, roles=(without, with_it))
    roles = tuple(role.role_id for role in worker.roles)
    token = nation[Platform].grants.give(mode="healthcare-worker", user_id=worker.user_id, roles=roles)
    scr.headers["Authorization"] = f"Bearer {token}"

    answers = []
    for role in roles:
        scr.headers["NHSD-Session-URID"] = role
        answers.append(search(scr, issued.person.nhs_number))

    assert refusal(answers[0])[:2] == (403, "forbidden")
    assert answers[1].status_code == 200
    certainties = [
        one["data"]["certainty"] for one in seen.exchanges("scr", "search_document_reference")[-2:]
    ]
    assert certainties == ["modelled", "published"]


@pytest.mark.parametrize("name", ["X-Request-ID", "X-Correlation-ID"])
def test_an_id_that_is_no_uuid_is_refused(scr, issued, name):
    scr.headers[name] = "consultation.7"

    status, code, text = refusal(search(scr, issued.person.nhs_number))

    assert (status, code, name in text) == (400, "value", True)


def test_ids_need_not_be_there_and_are_mirrored_where_they_are(scr, issued):
    del scr.headers["X-Request-ID"]
    plain = search(scr, issued.person.nhs_number)
    scr.headers.update({"X-Request-ID": str(uuid.uuid4()), "X-Correlation-ID": str(uuid.uuid4())})
    told = search(scr, issued.person.nhs_number)

    assert plain.status_code == 200
    assert "x-request-id" not in plain.headers
    for name in ("X-Request-ID", "X-Correlation-ID"):
        assert told.headers[name] == scr.headers[name]


def test_of_two_faults_the_gateways_is_told(scr):
    scr.headers.update({"Authorization": "Bearer made-up", "X-Request-ID": "x"})

    assert scr.get("/DocumentReference").status_code == 401


def test_an_id_is_looked_at_before_the_media_type(scr):
    scr.headers["X-Request-ID"] = "x"

    assert refusal(post(scr, "/AuditEvent", {}, "text/plain"))[:2] == (400, "value")


@pytest.mark.parametrize("path", ["/AuditEvent", "/$setPermission", "/Bundle"])
@pytest.mark.parametrize("media", ["text/plain", "application/json", ""])
def test_another_media_type_is_415(scr, path, media):
    assert refusal(post(scr, path, {}, media))[:2] == (415, "not-supported")
