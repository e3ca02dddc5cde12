"""Alerts to the SCR FHIR API: what each has to hold, and which pairs of type and reason are permitted."""

import copy

import pytest

from cpcs_harness._content.mocks.scr.alert import alert_problem

AGENTS = {
    "https://fhir.nhs.uk/Id/nhs-number": "9990000018",
    "https://fhir.nhs.uk/Id/ods-organization-code": "FA101",
    "https://fhir.nhs.uk/Id/sds-user-id": "555000000001",
}
PERMITTED = {(kind, str(reason)) for kind in "12" for reason in range(1, 7)} - {
    ("1", "5"),
    ("2", "4"),
    ("2", "6"),
}


def event(kind="2", reason="5"):
    agents = [
        {"who": {"identifier": {"system": system, "value": value}}, "requestor": False}
        for system, value in AGENTS.items()
    ]
    agents[2]["role"] = [{"text": "Pharmacist"}]
    return {
        "resourceType": "AuditEvent",
        "id": "one",
        "extension": [
            {
                "url": "https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage",
                "valueString": "Looked at in an emergency",
            }
        ],
        "type": {"system": "https://fhir.nhs.uk/CodeSystem/SCR-AlertType", "code": kind, "display": "A"},
        "subtype": [
            {"system": "https://fhir.nhs.uk/CodeSystem/SCR-AlertReason", "code": reason, "display": "B"}
        ],
        "recorded": "2026-11-25T10:00:00Z",
        "agent": agents,
        "source": {
            "observer": {
                "identifier": {"system": "https://fhir.nhs.uk/Id/nhsSpineASID", "value": "200000001427"}
            }
        },
        "entity": [{"what": {"identifier": {"value": "0A5D7E11-0001-4000-8000-00000000000A"}}}],
    }


@pytest.mark.parametrize("kind", ["1", "2"])
@pytest.mark.parametrize("reason", ["1", "2", "3", "4", "5", "6"])
def test_nine_pairs_of_type_and_reason_are_permitted(kind, reason):
    problem = alert_problem(event(kind, reason))

    assert (problem == "") == ((kind, reason) in PERMITTED)
    assert problem == "" or "may not have" in problem


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        (("resourceType",), "Patient", "AuditEvent"),
        (("id",), "", "'id'"),
        (("extension",), [], "'extension'"),
        (("extension",), event()["extension"] * 2, "'extension'"),
        (("extension", 0, "valueString"), "", "'valueString'"),
        (("type", "system"), "urn:other", "'type'"),
        (("type", "code"), "3", "'type'"),
        (("type", "code"), ["1"], "'type'"),
        (("type", "display"), "", "'type'"),
        (("subtype",), [], "'subtype'"),
        (("subtype",), event()["subtype"] * 2, "'subtype'"),
        (("subtype", 0, "code"), "7", "'subtype'"),
        (("subtype", 0, "system"), None, "'subtype'"),
        (("recorded",), None, "'recorded'"),
        (("entity",), [], "'entity'"),
        (("entity",), event()["entity"] * 2, "'entity'"),
        (("entity", 0, "what"), {}, "entity.what.identifier.value"),
        (("agent", 0, "who"), {}, "NHS number"),
        (("agent", 1, "who"), {}, "ods-organization-code"),
        (("agent", 2, "who"), {}, "sds-user-id"),
        (("agent",), [*event()["agent"], event()["agent"][1]], "ods-organization-code"),
        (("agent", 0, "requestor"), True, "'requestor'"),
        (("agent", 1, "requestor"), None, "'requestor'"),
        (("agent", 2, "role"), [], "'role'"),
        (("agent", 2, "role"), [{"text": ""}], "'role'"),
        (("source",), {}, "source.observer"),
    ],
)
def test_an_alert_that_lacks_something_is_told_what(where, value, told):
    changed = copy.deepcopy(event())
    at = changed
    for key in where[:-1]:
        at = at[key]
    at[where[-1]] = value

    assert told in alert_problem(changed)
