"""Referrals by other roads than ITK, for tests of the reference service: e-mail, ITK3, FHIR, the 111 Adaptor."""

import json
from typing import Any

LINES = {
    "Reference": "R-77",
    "Service": "Minor illness",
    "Patient given name": "Maeve Ann",
    "Patient family name": "Whitlow",
    "Date of birth": "29 Feb 1984",
    "Gender": "Female",
    "NHS number": "999 000 0018",
    "Address": "7 Sedge Lane\n  Leeds",
    "Postcode": "LS2 9AA",
    "Telephone": "07700 900123",
    "Practice": "Sedge Surgery",
    "Practice ODS code": "B86999",
    "Referred by": "Ash Rowan",
    "Role": "Care navigator",
    "Presenting complaint": "Sore throat: three days\n  No fever",
    "Relevant history": "None",
    "Notes": "Prefers afternoons",
}


def email(
    *,
    subject: str = "CPCS referral R-77",
    message_id: str = "<m1@nhs.net>",
    head: str = "Content-Type: text/plain; charset=utf-8",
    body: str | None = None,
    **changes: str | None,
) -> bytes:
    """A practice's e-mail; a change by a label's name in lower case, blanks as underscores, None to leave it out."""
    changed = {name.replace("_", " ").casefold(): value for name, value in changes.items()}
    lines = {name: changed.get(name.casefold(), value) for name, value in LINES.items()}
    text = "\n".join(f"{name}: {value}" for name, value in lines.items() if value is not None)
    start = f"From: sedge@nhs.net\nSubject: {subject}\nDate: Thu, 02 Apr 2026 09:30:00 +0100\nMessage-ID: {message_id}"
    return f"{start}\n{head}\n\n{text if body is None else body}\n".replace("\n", "\r\n").encode()


def itk3(
    *,
    header_id: str = "aaaaaaaa-0000-4000-8000-000000000001",
    document_id: str = "bbbbbbbb-0000-4000-8000-000000000001",
    receiver: str | None = "FA101",
    event: str = "ITK-CPCS-REF",
    service: str = "cpcs-minor-illness",
    business: str | None = "true",
    infrastructure: str | None = "true",
    focus: str = "urn:uuid:doc",
    subject: str = "urn:uuid:pat",
    complaint: str = "<p>Sore throat</p><p>for three days &amp; worse</p>",
    status: str = "01",
    header: bool = True,
) -> bytes:
    """A practice's referral by ITK3; each argument changes one thing about it."""
    flags = "".join(
        f'<extension url="{name}"><valueBoolean value="{value}"/></extension>'
        for name, value in (("BusAckRequested", business), ("InfAckRequested", infrastructure))
        if value is not None
    )
    to = '<receiver><reference value="urn:uuid:to"/></receiver>' if receiver else ""
    extension = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-ITK-MessageHandling-2"
    verification = (
        "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-NHSNumberVerificationStatus-1"
    )
    message_header = f"""<entry><fullUrl value="urn:uuid:{header_id}"/><resource><MessageHeader>
      <id value="{header_id}"/><extension url="{extension}">{flags}
       <extension url="SenderReference"><valueString value="R-88"/></extension></extension>
      <event><code value="{event}"/></event>{to}<source><endpoint value="B86999OT01"/></source>
      <focus><reference value="{focus}"/></focus></MessageHeader></resource></entry>"""
    return f"""<Bundle xmlns="http://hl7.org/fhir"><type value="message"/>{message_header if header else ""}
     <entry><fullUrl value="urn:uuid:to"/><resource><Organization>
      <identifier><system value="https://fhir.nhs.uk/Id/ods-organization-code"/><value value="{receiver}"/></identifier>
     </Organization></resource></entry>
     <entry><fullUrl value="urn:uuid:doc"/><resource><Bundle><type value="document"/>
      <entry><fullUrl value="urn:uuid:com"/><resource><Composition>
       <identifier><value value="{document_id}"/></identifier>
       <type><coding><code value="{service}"/><display value="Minor illness"/></coding></type>
       <subject><reference value="{subject}"/></subject><date value="2026-04-02T09:30:00+01:00"/>
       <author><reference value="urn:uuid:prac"/></author><custodian><reference value="urn:uuid:org"/></custodian>
       <section><title value="Presenting complaint"/><text><status value="additional"/>
        <div xmlns="http://www.w3.org/1999/xhtml">{complaint}</div></text></section>
      </Composition></resource></entry>
      <entry><fullUrl value="urn:uuid:pat"/><resource><Patient>
       <identifier><extension url="{verification}"><valueCodeableConcept><coding><code value="{status}"/></coding>
        </valueCodeableConcept></extension>
        <system value="https://fhir.nhs.uk/Id/nhs-number"/><value value="9990000018"/></identifier>
       <name><family value="Whitlow"/><given value="Maeve"/><given value="Ann"/></name>
       <telecom><system value="phone"/><value value="01632 960444"/><use value="home"/></telecom>
       <telecom><system value="phone"/><value value="07700 900123"/><use value="mobile"/></telecom>
       <gender value="female"/><birthDate value="1984-02-29"/>
       <address><use value="home"/><line value="7 Sedge Lane"/><postalCode value="LS2 9AA"/></address>
      </Patient></resource></entry>
      <entry><fullUrl value="urn:uuid:prac"/><resource><Practitioner>
       <name><family value="Rowan"/><given value="Ash"/></name></Practitioner></resource></entry>
      <entry><fullUrl value="urn:uuid:org"/><resource><Organization>
       <identifier><value value="B86999"/></identifier><name value="Sedge Surgery"/></Organization></resource></entry>
     </Bundle></resource></entry></Bundle>""".encode()


def fhir(**changes: Any) -> dict[str, Any]:
    """NHS 111's referral by FHIR; a change replaces the resource of that name, None leaves it out."""
    resources = {
        "header": {
            "resourceType": "MessageHeader",
            "id": "cccccccc-0000-4000-8000-000000000001",
            "eventCoding": {"code": "servicerequest-request"},
            "destination": [
                {
                    "endpoint": "urn:nhs-uk:addressing:ods:FA101RPX|dos:2000090101",
                    "receiver": {"reference": "urn:uuid:to"},
                }
            ],
            "sender": {"reference": "urn:uuid:from"},
            "focus": [{"reference": "urn:uuid:request"}],
        },
        "request": fhir_request(),
        "encounter": {
            "resourceType": "Encounter",
            "identifier": [
                {"system": "https://fhir.nhs.uk/Id/nhs111-case-id", "value": "CASE-9"},
                {"system": "https://fhir.nhs.uk/Id/nhs111-case-reference", "value": "REF-9"},
            ],
        },
        "patient": fhir_patient(),
        "from": _organisation("RYE99", "Invented 111"),
        "to": _organisation("FA101", "FA101 Pharmacy"),
        "surgery": _organisation("B86999", "Sedge Surgery"),
        "report": {
            "resourceType": "Composition",
            "section": [
                {
                    "title": "Patient's Reported Condition",
                    "text": {
                        "div": "<div xmlns='http://www.w3.org/1999/xhtml'>Cough &lt;dry&gt;<br/>a week</div>"
                    },
                    "section": [
                        {"title": "Inside", "text": {"div": "<div><ul><li>one</li><li>two</li></ul></div>"}}
                    ],
                }
            ],
        },
    }
    return bundle({**resources, **changes})


def fhir_request(**changes: Any) -> dict[str, Any]:
    """The service request of a referral by FHIR."""
    request = {
        "resourceType": "ServiceRequest",
        "meta": {"versionId": "1"},
        "identifier": [{"value": "dddddddd-0000-4000-8000-000000000001"}],
        "requisition": {"value": "eeeeeeee-0000-4000-8000-000000000001"},
        "status": "active",
        "code": {"coding": [{"code": "Dx28", "display": "Contact a pharmacist within 12 hours"}]},
        "subject": {"reference": "urn:uuid:patient"},
        "encounter": {"reference": "urn:uuid:encounter"},
        "authoredOn": "2026-04-02T09:30:00+01:00",
        "supportingInfo": [{"reference": "urn:uuid:report"}],
    }
    return {**request, **changes}


def fhir_patient(
    number: str = "9990000018", status: str = "number-present-and-verified", **changes: Any
) -> dict[str, Any]:
    """The patient of a referral by FHIR."""
    extension = [{"url": "status", "valueCodeableConcept": {"coding": [{"code": status}]}}]
    patient = {
        "resourceType": "Patient",
        "identifier": [
            {"extension": extension, "system": "https://fhir.nhs.uk/Id/nhs-number", "value": number}
        ],
        "name": [{"family": "Whitlow", "given": ["Maeve", "Ann"], "prefix": ["Ms"]}],
        "telecom": [
            {"system": "phone", "value": "01632960444", "use": "home"},
            {"system": "phone", "value": "07700900123", "use": "mobile", "rank": 1},
            {"system": "email", "value": "maeve@example.com"},
        ],
        "gender": "female",
        "birthDate": "1984-02-29",
        "address": [{"use": "home", "line": ["7 Sedge Lane", "Leeds"], "postalCode": "LS2 9AA"}],
        "generalPractitioner": [{"reference": "urn:uuid:surgery"}],
    }
    return {**patient, **changes}


def adaptor(
    *,
    set_id: str = "5C8F4F1E-0000-4000-8000-000000000009",
    version: str = "1",
    destination: str = "urn:nhs-uk:addressing:ods:FA101RPX:DOSServiceID:2000090101",
    event: str = "referral-1",
    text: str = "Cough &amp;lt;dry&amp;gt;&lt;br/&gt;a week",
    **changes: Any,
) -> bytes:
    """What the 111 Adaptor publishes of a report; a change replaces the resource of that name, None leaves it out."""
    oid = "2.16.840.1.113883.2.1.3.2.4"
    told = [{"title": "Patient's Reported Condition", "text": {"div": f"<div>{text}</div>"}}]
    resources = {
        "header": {
            "resourceType": "MessageHeader",
            "id": "ffffffff-0000-4000-8000-000000000001",
            "event": {"code": event},
            "destination": [{"endpoint": destination}],
            "timestamp": "2026-04-02T08:30:00.000+00:00",
        },
        "encounter": {
            "resourceType": "Encounter",
            "identifier": [
                {"system": f"{oid}.18.35", "value": "CASE-5"},
                {"system": f"{oid}.18.34", "value": "REF-5"},
            ],
            "participant": [
                {"type": [{"text": "Informant"}], "individual": {"reference": "urn:uuid:caller"}}
            ],
            "serviceProvider": {"reference": "urn:uuid:provider"},
        },
        "provider": {"resourceType": "Organization", "name": "Invented 111"},
        "caller": {
            "resourceType": "RelatedPerson",
            "relationship": {
                "coding": [
                    {"system": f"{oid}.16.45", "code": "01", "display": "Spouse"},
                    {"code": "C", "display": "Emergency Contact"},
                ]
            },
            "name": [{"text": "Finn Whitlow"}],
            "telecom": [{"system": "phone", "value": "tel:07700900456"}],
        },
        "patient": fhir_patient(
            status="01",
            telecom=[
                {"system": "phone", "value": "tel:01632960444", "use": "home"},
                {"system": "phone", "value": "tel:07700900123"},
            ],
        ),
        "surgery": {
            "resourceType": "Organization",
            "identifier": [{"value": "B86999"}],
            "name": "Sedge Surgery",
        },
        "procedure": {
            "resourceType": "ProcedureRequest",
            "code": {
                "coding": [{"system": f"{oid}.17.325", "code": "Dx86", "display": "Repeat prescription"}]
            },
        },
        "report": {
            "resourceType": "Composition",
            "identifier": {"value": set_id},
            "section": [{"section": told}, {"title": "ReferralRequest"}],
        },
        "role": {"resourceType": "PractitionerRole", "organization": {"reference": "urn:uuid:employer"}},
        "employer": {"resourceType": "Organization", "identifier": [{"value": "RYE99"}]},
        "callback": {
            "resourceType": "RelatedPerson",
            "relationship": {"coding": [{"code": "C", "display": "Emergency Contact"}]},
            "telecom": [{"system": "phone", "value": "tel:07700900123"}],
        },
    }
    written = {**bundle({**resources, **changes}), "identifier": {"value": version}}
    return json.dumps(written).encode()


def bundle(resources: dict[str, Any]) -> dict[str, Any]:
    """A message of these resources, each at the address of its name."""
    entries = [
        {"fullUrl": f"urn:uuid:{name}", "resource": resource}
        for name, resource in resources.items()
        if resource
    ]
    return {"resourceType": "Bundle", "type": "message", "entry": entries}


def _organisation(ods: str, name: str) -> dict[str, Any]:
    system = "https://fhir.nhs.uk/Id/ods-organization-code"
    return {"resourceType": "Organization", "identifier": [{"system": system, "value": ods}], "name": name}
