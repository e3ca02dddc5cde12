"""How PDS writes a record: the whole Patient of a retrieval, or the part of it that a search gives.

Source: Personal Demographics Service FHIR API, Patient, searches and restricted patients (interface sheet
pds-smsp-auth, sections 3 and 4). Left out: payloads that only applications with attributes of their own are given.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldName, HeldPeriod, HeldTelecom

from .extensions import coded, death_notification, extensions, keys, null_lines, textphone, verified

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
CONFIDENTIALITY = {"U": "unrestricted", "R": "restricted", "V": "very restricted", "REDACTED": "redacted"}
SEARCHED_NAMES = ("usual", "nickname", "temp")


class _Lasting(Protocol):
    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str: ...


_Held = TypeVar("_Held", bound=_Lasting)


def patient(record: Demographics) -> dict[str, Any]:
    """Write the whole record, as a retrieval gives it."""
    if record.security == "V":
        return _always(record)
    written = _always(record) | _person(record, record.names)
    located = {} if record.security == "R" else _located(record, record.addresses, record.telecoms)
    removed = {
        "managingOrganization": _organisation(record, record.managing_organisation, record.managing_period)
    }
    shown = removed if record.managing_organisation and record.removal != "DEA" else {}
    return _without_nothing(written | located | shown | {"extension": extensions(record)})


def search_result(record: Demographics, today: str) -> dict[str, Any]:
    """Write the part of a record that a search gives: what is current on a day, and nothing but home addresses."""
    names = [name for name in current(record, record.names, today) if name.use in SEARCHED_NAMES]
    homes = [address for address in current(record, record.addresses, today) if address.use == "home"]
    telecoms = current(record, record.telecoms, today)
    located = {} if record.security == "R" else _located(record, homes, telecoms)
    death = {"extension": death_notification(record)}
    return _without_nothing(_always(record) | _person(record, names) | located | death)


def current(record: Demographics, held: Sequence[_Held], today: str) -> list[_Held]:
    """Give what is valid on a day (YYYY-MM-DD); a date that is partly known counts by what is known of it."""
    return [part for part in held if "past-shown" in record.oddities or _lasts(part, today)]


def _lasts(part: _Lasting, today: str) -> bool:
    return part.start <= today[: len(part.start)] and (not part.end or part.end >= today[: len(part.end)])


def _always(record: Demographics) -> dict[str, Any]:
    system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
    label = {"system": system, "code": record.security, "display": CONFIDENTIALITY[record.security]}
    identifier = {"system": NHS_NUMBER, "value": record.nhs_number, "extension": [verified()]}
    return {
        "resourceType": "Patient",
        "id": record.nhs_number,
        "identifier": [identifier],
        "meta": {"versionId": str(record.version), "security": [label]},
    }


def _person(record: Demographics, names: Sequence[HeldName]) -> dict[str, Any]:
    return {
        "name": [_name(record, name) for name in names],
        "gender": record.gender,
        "birthDate": record.birth_date,
        "multipleBirthInteger": record.birth_order,
        "deceasedDateTime": record.deceased,
    }


def _located(
    record: Demographics, addresses: Sequence[HeldAddress], telecoms: Sequence[HeldTelecom]
) -> dict[str, Any]:
    """Write all that says where the patient may be found, which a restricted record does not give."""
    return {
        "address": [_address(record, address) for address in addresses],
        "telecom": [_telecom(record, telecom) for telecom in telecoms],
        "contact": [_emergency(record)] if record.emergency_telephone else [],
        "generalPractitioner": [_practice(record)] if record.practice else [],
    }


def _name(record: Demographics, name: HeldName) -> dict[str, Any]:
    return _without_nothing(
        {
            "id": part_id(record, "name", record.names.index(name)),
            "use": name.use,
            "period": period(record, name),
            "given": list(name.given),
            "family": name.family,
            "prefix": [name.prefix] if name.prefix else [],
            "suffix": [name.suffix] if name.suffix else [],
        }
    )


def _address(record: Demographics, address: HeldAddress) -> dict[str, Any]:
    lines: dict[str, Any] = {"line": list(address.lines)}
    if "null-lines" in record.oddities:
        lines = null_lines(address.lines)
    return _without_nothing(
        {
            "id": part_id(record, "address", record.addresses.index(address)),
            "use": address.use,
            "text": address.text,
            "period": period(record, address),
            **lines,
            "postalCode": address.postcode,
            "extension": keys(address),
        }
    )


def _telecom(record: Demographics, telecom: HeldTelecom) -> dict[str, Any]:
    return _without_nothing(
        {
            "id": part_id(record, "telecom", record.telecoms.index(telecom)),
            "system": telecom.system,
            "use": telecom.use,
            "value": telecom.value,
            "period": period(record, telecom),
            "extension": [textphone()] if telecom.system == "other" else [],
        }
    )


def _emergency(record: Demographics) -> dict[str, Any]:
    system = "http://terminology.hl7.org/CodeSystem/v2-0131"
    return {
        "id": part_id(record, "contact", 0),
        "relationship": [coded(system, "C", "Emergency Contact")],
        "telecom": [{"system": "phone", "value": record.emergency_telephone}],
        **_dated(record, record.emergency_period),
    }


def _practice(record: Demographics) -> dict[str, Any]:
    lasted = HeldPeriod(record.practice_start, record.practice_end)
    return {"id": part_id(record, "practice", 0)} | _organisation(record, record.practice, lasted)


def _organisation(record: Demographics, ods: str, lasted: HeldPeriod) -> dict[str, Any]:
    identifier = {"system": ODS_CODE, "value": ods, **_dated(record, lasted)}
    return {"type": "Organization", "identifier": identifier}


def _dated(record: Demographics, lasting: _Lasting) -> dict[str, Any]:
    written = period(record, lasting)
    return {"period": written} if written else {}


def period(record: Demographics, lasting: _Lasting) -> dict[str, str]:
    """Write from when to when something is valid, where the record says so."""
    if "no-period" in record.oddities or not lasting.start:
        return {}
    return {"start": lasting.start} | ({"end": lasting.end} if lasting.end else {})


def part_id(record: Demographics, part: str, index: int) -> str:
    """Give a part of a record the id that it has in every answer: eight characters, as PDS's have."""
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"{record.nhs_number}/{part}/{index}")
    return str(named).split("-", 1)[0].upper()


def _without_nothing(written: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in written.items() if value not in ("", None, [], {})}
