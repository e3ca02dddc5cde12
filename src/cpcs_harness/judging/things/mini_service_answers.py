"""Answers of a Spine Mini Service, read from the details that it gave of a patient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cpcs_harness.evidence.events import Exchange
from cpcs_harness.formats.xml import read_xml
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.mini_service_answer import PLAIN

OK = 200
NHS_NUMBER = "2.16.840.1.113883.2.1.4.1"
_HL7 = {"h": "urn:hl7-org:v3"}
_GENDERS = {"1": PLAIN, "2": PLAIN, "9": "other", "0": "unknown"}
_USES = {"H": PLAIN, "TMP": "temporary first"}


def mini_service_answers(cases: Cases) -> Iterator[Recorded]:
    """Give every answer with a patient's details, and what came after it of the same patient."""
    for event in cases.evidence.of(Exchange):
        call = event.data
        if call.service != "smsp" or call.response.start.get("status") != OK:
            continue
        root = read_xml(cases.evidence.body(call.response.body))
        patients = [] if root is None else root.findall(".//h:subject/h:patient[h:patientPerson]", _HL7)
        about = cases.of_number(event, _number(patients[0])) if len(patients) == 1 else ""
        if about:  # a search names nobody: its answer does
            yield Recorded(_facts(patients[0]), cases.after(event, about), frozenset({event.id}))


def _number(patient: Any) -> str:
    found = patient.find(f"h:id[@root='{NHS_NUMBER}']", _HL7)
    return str(found.get("extension") or "") if found is not None else ""


def _facts(patient: Any) -> dict[str, Any]:
    person = patient.find("h:patientPerson", _HL7)
    code = person.find("h:administrativeGenderCode", _HL7)
    uses = [address.get("use") for address in patient.findall("h:addr", _HL7)]
    telecoms = [telecom.get("value") or "" for telecom in patient.findall("h:telecom", _HL7)]
    return {
        "given": {1: "one", 2: "two"}.get(len(patient.findall("h:name/h:given", _HL7)), ""),
        "addresses": _USES.get(uses[0], "") if uses else "",
        "telecoms": _telecoms(telecoms),
        "registration": PLAIN if person.find("h:gPPractice", _HL7) is not None else "none",
        "gender": _GENDERS.get(code.get("code"), "") if code is not None else "",
    }


def _telecoms(telecoms: list[str]) -> str:
    if not telecoms:
        return ""
    return "e-mail first" if telecoms[0].startswith("mailto:") else PLAIN
