"""What a viewer sends to the Summary Care Record API, as it should be."""


def agent(system, value, **more):
    return {"who": {"identifier": {"system": system, "value": value}}, "requestor": False, **more}


ALERT = {
    "resourceType": "AuditEvent",
    "id": "one",
    "extension": [
        {
            "url": "https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage",
            "valueString": "Looked at in an emergency",
        }
    ],
    "type": {
        "system": "https://fhir.nhs.uk/CodeSystem/SCR-AlertType",
        "code": "2",
        "display": "Access Alert",
    },
    "subtype": [
        {"system": "https://fhir.nhs.uk/CodeSystem/SCR-AlertReason", "code": "5", "display": "Emergency"}
    ],
    "recorded": "2026-11-25T10:00:00+00:00",
    "agent": [
        agent("https://fhir.nhs.uk/Id/nhs-number", "9990000018"),
        agent("https://fhir.nhs.uk/Id/ods-organization-code", "FA101"),
        agent("https://fhir.nhs.uk/Id/sds-user-id", "555000000001", role=[{"text": "Pharmacist"}]),
    ],
    "source": {
        "observer": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhsSpineASID", "value": "200000001427"}}
    },
    "entity": [{"what": {"identifier": {"value": "0A5D7E11-0001-4000-8000-00000000000A"}}}],
}
PERMISSION = {
    "resourceType": "Parameters",
    "parameter": [
        {
            "name": "setPermissions",
            "part": [
                {"name": "nhsNumber", "valueString": "9990000018"},
                {
                    "name": "permissionCode",
                    "valueCoding": {
                        "system": "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission",
                        "code": "Ask",
                    },
                },
            ],
        }
    ],
}
