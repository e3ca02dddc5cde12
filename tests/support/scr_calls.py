"""Calls to the SCR FHIR API, and what a refusal says."""

import json

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"


def search(scr, number, **changes):
    asked = {"patient": f"{NHS_NUMBER}|{number}"} | changes
    return scr.get(
        "/DocumentReference", params={key: value for key, value in asked.items() if value is not None}
    )


def read(scr, number, document_id, **headers):
    asked = {
        "composition.identifier": document_id,
        "composition.subject:Patient.identifier": f"{NHS_NUMBER}|{number}",
    }
    return scr.get("/Bundle", params=asked, headers=headers)


def refusal(answer):
    assert answer.headers["content-type"] == "application/fhir+json"
    issue = answer.json()["issue"][0]
    return answer.status_code, issue["code"], issue["details"]["text"]


def permission(number, code="Ask", system="https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission"):
    parts = [
        {"name": "nhsNumber", "valueString": number},
        {"name": "permissionCode", "valueCoding": {"system": system, "code": code}},
    ]
    return {"resourceType": "Parameters", "parameter": [{"name": "setPermissions", "part": parts}]}


def post(scr, path, body, media="application/fhir+json"):
    return scr.post(path, content=json.dumps(body), headers={"Content-Type": media})
