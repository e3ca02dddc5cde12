"""Evidence of a journey in which medicines are supplied, coded from dm+d, made up message by message."""

import json
from types import SimpleNamespace

from cpcs_harness.judging.views import JourneyView
from cpcs_harness.people.medicines import OwnMedicine, medicines
from cpcs_harness.records import as_json
from gp_evidence import call
from made_up import observed
from nhs111_evidence import issued

SNOMED, DMD, UCUM = "http://snomed.info/sct", "https://dmd.nhs.uk", "http://unitsofmeasure.org"
TEXT = "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-MedicationQuantityText-1"
OURS = medicines({}, everywhere=False)
DECLARED = OwnMedicine("HC1", "3602511000001108", "Another cream (Maker)", "gram")
"""A product of the candidate's own, which our subset of dm+d does not have."""
DOCUMENT = """<Bundle xmlns="http://hl7.org/fhir"><entry><resource><MessageHeader/></resource></entry><entry><resource>
<Bundle><type value="document"/>{}</Bundle></resource></entry></Bundle>"""
LINE = """<entry><resource><MedicationDispense><medicationReference><reference value="Medication/{n}"/>
</medicationReference><quantity><extension url="{url}"><valueString value="{text}"/></extension><value value="2"/>
<system value="{unit_system}"/><code value="{unit_code}"/></quantity><daysSupply><value value="5"/>
<system value="{days_system}"/><code value="d"/></daysSupply></MedicationDispense></resource></entry>
<entry><fullUrl value="Medication/{n}"/><resource><Medication><id value="{n}"/><code><coding><system value="{system}"/>
<code value="{code}"/><display value="{display}"/></coding></code></Medication></resource></entry>"""


def coded(role, **changes):
    """Give a medicine as it goes out, by its role, with something of it changed."""
    medicine = OURS[role]
    own = {"code": medicine.code, "display": medicine.display, "text": f"2 {medicine.unit}"}
    own |= {"unit_system": SNOMED if medicine.unit_code else UCUM, "unit_code": medicine.unit_code}
    return {"url": TEXT, "days_system": UCUM, "system": "", **own, **changes}


def told(*lines, seq=5):
    """Tell the practice of some medicines."""
    entries = [
        LINE.format(n=n, **{**line, "system": line["system"] or SNOMED}) for n, line in enumerate(lines)
    ]
    body = DOCUMENT.format("".join(entries)).encode()
    return call(seq, "mesh", "send_message", "/messageexchange/FA101OT001/outbox", 202, body)


def coding_of(line):
    """Give the coding of a medicine in a claim."""
    return {"system": line["system"] or DMD, "code": line["code"], "display": line["display"]}


def claimed(*lines, seq=6):
    """Claim some medicines."""
    items = [
        {"sequence": n, "productOrService": {"coding": [coding_of(line)]} if line["code"] else {"text": "x"}}
        for n, line in enumerate(lines, 1)
    ]
    claim = {
        "resourceType": "Claim",
        "status": "active",
        "type": {"text": "x"},
        "use": "claim",
        "created": "2026-11-28",
        "patient": {"display": "x"},
        "provider": {"display": "x"},
        "priority": {"text": "x"},
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "x"}}],
        "item": items,
    }
    return call(seq, "mys", "submit_claim", "/Claim", 201, json.dumps(claim).encode())


def supplied(*roles, own=None, seq=1, status="done", shown=None, **given):
    """Have some roles recorded, by our codes or the candidate's own."""
    known = medicines(own or {}, everywhere=False)
    items = [
        {"code": known[role].own_code or known[role].code, "quantity": 2, "days_supply": 5} for role in roles
    ]
    seen = {"items": [{"code": known[role].code} for role in roles]} if shown is None else shown
    given = items[0] if len(items) == 1 else {"items": items, **given}
    return observed(seq, "supply_medicine", seen, status=status, given=given)


def evidence(calls, seen, own=None, release=()):
    """Give the evidence of one journey, for a candidate with some medicines of its own."""
    declared = {"device": OwnMedicine(OURS["device"].code)} | (own or {})
    held = issued("one") | {"medicines": as_json(medicines(declared, everywhere=False))}
    journey = JourneyView("one", "urgent-medicines", held, {}, calls, seen, {})
    return SimpleNamespace(each=lambda: [journey], of_run=lambda *_, **__: [], dmd=list(release))
