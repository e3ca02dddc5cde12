"""Records of PDS, read from what it answered when a patient was asked for by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.evidence.events import Exchange
from cpcs_harness.formats.json_parts import object_in, objects_in, read_object
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.pds_record import FORMER, PLAIN, TO_COME
from cpcs_harness.times import moment_of

LONDON = ZoneInfo("Europe/London")
OK = 200
_BIRTH = {10: "day", 7: "month", 4: "year"}
_DEATH = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus"
Part = Mapping[str, Any]


def pds_records(cases: Cases) -> Iterator[Recorded]:
    """Give every record that PDS answered with, and what came after it of the same patient."""
    for event in cases.evidence.of(Exchange):
        call = event.data
        if (
            call.service != "pds"
            or call.operation != "read_patient"
            or call.response.start.get("status") != OK
        ):
            continue
        patient = read_object(cases.evidence.body(call.response.body))
        if patient.get("resourceType") == "Patient" and cases.of(event):
            day = moment_of(event.clock).astimezone(LONDON).date().isoformat()
            yield Recorded(_facts(patient, day), cases.after(event), frozenset({event.id}))


def _facts(patient: Part, day: str) -> dict[str, Any]:
    gender = str(patient.get("gender"))
    return {
        "names": _names(objects_in(patient, "name"), day),
        "addresses": _addresses(objects_in(patient, "address"), day),
        "telephones": _telephones(objects_in(patient, "telecom"), day),
        "registration": _registration(objects_in(patient, "generalPractitioner"), day),
        "birth_date": _BIRTH.get(len(str(patient.get("birthDate") or "")), ""),
        "gender": {"male": PLAIN, "female": PLAIN}.get(gender, gender),
        "death": _death(patient),
        "besides": _besides(patient),
    }


def _when(part: Part, day: str) -> str:
    """Say whether a part of a record is valid on a day, was before, or will be."""
    period = object_in(part, "period")
    start, end = (str(period.get(side) or "")[:10] for side in ("start", "end"))
    if end and end < day[: len(end)]:
        return FORMER
    return TO_COME if start > day[: len(start)] else PLAIN


def _names(names: Sequence[Part], day: str) -> str:
    usual = [name for name in names if name.get("use") == "usual" and _when(name, day) == PLAIN]
    if len(usual) != 1:
        return ""
    before = names[: names.index(usual[0])]
    if not usual[0].get("given"):
        return "" if before else "no given name"
    if any(name.get("use") == "maiden" for name in before):
        return "maiden first"
    return _of_those_before(before, day)


def _of_those_before(before: Sequence[Part], day: str) -> str:
    kinds = {_when(part, day) for part in before} or {PLAIN}
    return kinds.pop() if len(kinds) == 1 and (not before or PLAIN not in kinds) else ""


def _addresses(addresses: Sequence[Part], day: str) -> str:
    homes = [one for one in addresses if one.get("use") == "home" and _when(one, day) == PLAIN]
    if len(homes) != 1:
        return ""
    before = addresses[: addresses.index(homes[0])]
    if any(one.get("use") == "temp" for one in before) and all(_when(one, day) == PLAIN for one in before):
        return "temporary first"
    return _of_those_before(before, day)


def _telephones(telecoms: Sequence[Part], day: str) -> str:
    phones = [one for one in telecoms if one.get("system") == "phone"]
    valid = [one for one in phones if _when(one, day) == PLAIN]
    if not valid:
        return "ended" if phones and all(_when(one, day) == FORMER for one in phones) else ""
    before = telecoms[: telecoms.index(valid[0])]
    systems = {str(one.get("system")) for one in before}
    return {"other": "textphone first", "email": "e-mail first"}.get(
        "".join(systems), _of_those_before(before, day)
    )


def _registration(practices: Sequence[Part], day: str) -> str:
    if not practices:
        return "none"
    return {PLAIN: PLAIN, TO_COME: "to come"}.get(_when(object_in(practices[0], "identifier"), day), "")


def _death(patient: Part) -> str:
    statuses = {
        str(coding.get("code"))
        for extension in objects_in(patient, "extension")
        if extension.get("url") == _DEATH
        for part in objects_in(extension, "extension")
        for coding in objects_in(object_in(part, "valueCodeableConcept"), "coding")
    }
    date = str(patient.get("deceasedDateTime") or "")
    if not statuses:
        return "" if date else "none"
    formal = {7: "formal, a month"}.get(len(date), "formal" if len(date) >= len("2026-02-28") else "")
    return {"1": "informal", "U": "withdrawn", "2": formal}.get("".join(statuses), "")


def _besides(patient: Part) -> str:
    if any(None in (one.get("line") or ()) for one in objects_in(patient, "address")):
        return "empty lines"
    known = ("fhir.hl7.org.uk", "fhir.nhs.uk", "hl7.org/fhir")
    urls = [str(one.get("url")) for one in objects_in(patient, "extension")]
    return "nothing" if all(any(name in url for name in known) for url in urls) else "unknown extension"
