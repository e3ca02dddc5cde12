"""Evidence of a journey in which medicines are supplied, made up message by message."""

import json
from types import SimpleNamespace

from cpcs_harness.judging.views import JourneyView
from gp_evidence import call, send
from made_up import observed, seen_message
from nhs111_evidence import issued

INHALER, TABLETS = "222311000001102", "322236009"
NAMES = {INHALER: "Ventolin 100micrograms/dose Evohaler", TABLETS: "Paracetamol 500mg tablets"}
DISPENSE = """<entry><resource><MedicationDispense><medicationReference><reference value="Medication/{n}"/>
</medicationReference><quantity><value value="{quantity}"/></quantity><daysSupply><value value="{days}"/></daysSupply>
<dosageInstruction><text value="{dosage}"/></dosageInstruction></MedicationDispense></resource></entry>
<entry><fullUrl value="Medication/{n}"/><resource><Medication><id value="{n}"/><code><coding>
<code value="{code}"/></coding></code></Medication></resource></entry>"""


def document_of(label):
    """Give the id of the report about a patient."""
    return issued(label)["report"]["document_id"]


def line(code, quantity, days=5, dosage="One a day", **more):
    """Give an item as it is recorded."""
    return {"code": code, "quantity": quantity, "days_supply": days, "dosage": dosage, **more}


def supplied(seq, label, *items, status="done", shown=None, notices=(), refused=(), by=..., **given):
    """Have items recorded; the candidate shows them, and `by` whom, as they were given, unless it is said how."""
    barred = {row["code"] for row in refused}
    kept = [
        {**item, "display": NAMES.get(item["code"], "A medicine")}
        for item in items
        if item["code"] not in barred
    ]
    seen = {"items": kept if shown is None else shown, "notices": list(notices), "refused": list(refused)}
    seen["collected_by"] = given.get("collected_by") if by is ... else by
    return observed(
        seq,
        "supply_medicine",
        seen,
        about=document_of(label),
        status=status,
        given={"items": list(items), **given},
    )


def done(seq, label, action="complete", shown=None, **given):
    """Have something else done about a patient."""
    return observed(seq, action, shown or {}, about=document_of(label), given=given)


def told(seq, label, *items):
    """Tell the practice of some items by a document."""
    entries = [
        DISPENSE.format(
            n=n, code=item["code"], quantity=item["quantity"], days=item["days_supply"], dosage=item["dosage"]
        )
        for n, item in enumerate(items)
    ]
    found = send(seq, label)
    body = found.request.body.replace(
        b"</Bundle></resource></entry></Bundle>",
        "".join(entries).encode() + b"</Bundle></resource></entry></Bundle>",
    )
    return send_body(found, body)


def send_body(found, body):
    """Give the same message with another body."""
    found.request = seen_message(
        {"method": "POST", "target": found.request.target}, body, found.request.headers
    )
    return found


def claim(seq, label, *items, contained=()):
    """Claim some items."""
    lines = [
        {"productOrService": {"coding": [{"code": item["code"]}]}, "quantity": {"value": item["quantity"]}}
        for item in items
    ]
    body = {"resourceType": "Claim", "item": lines, "contained": list(contained)}
    body["note"] = issued(label)["person"]["nhs_number"]
    return call(seq, "mys", "submit_claim", "/Claim", 201, json.dumps(body).encode())


def refer(seq, label, text, *resources):
    """Refer a patient onward by FHIR, with some words."""
    body = {"resourceType": "Bundle", "note": f"{issued(label)['person']['nhs_number']}: {text}"}
    body["entry"] = [{"resource": resource} for resource in resources]
    return call(seq, "onward", "process_message", "/FX506/$process-message", 200, json.dumps(body).encode())


def evidence(labels, calls, seen):
    """Give the evidence of one journey with some patients."""
    also = {label: issued(label) for label in labels}
    journey = JourneyView("one", "urgent-medicines", issued("its own"), {}, calls, seen, also)
    return SimpleNamespace(each=lambda: [journey], of_run=lambda *_, **__: [])
