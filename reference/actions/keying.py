"""Keying a referral in that came by e-mail or by telephone."""

import re
from typing import Any

from ..inbound.keyed import SERVICES, SOURCES, Form
from ..kit.problems import BadInput, Refused
from ..referrals.content import patient as patient_content
from ..service import Service
from .action import Observation, Request, premises

_GENDERS = ("male", "female", "not specified", "unknown")


def key_referral(service: Service, request: Request) -> Observation:
    """Put a referral on the worklist that staff took down."""
    source, asked = request.one_of("source", SOURCES), request.one_of("service", SERVICES)
    service.keyed.check(source, asked)
    form = _form(request, source, asked)
    taken = service.keyed.take(form, premises(service, request))
    kept = service.store.referral(taken.referral) if taken.referral else None
    if kept is None:
        raise Refused("This referral was withdrawn by its sender")
    return Observation(service.screen.row(kept))


def _form(request: Request, source: str, asked: str) -> Form:
    reference, patient = request.text("reference"), request.input.get("patient")
    if not isinstance(patient, dict):
        raise BadInput(f"expected input.patient to be an object, received {patient!r}")
    return Form(
        source=source,
        service=asked,
        reference=reference,
        practice_ods=request.text("practice_ods", optional=True),
        patient=_patient(patient),
        callback_number=_text(patient, "telephone"),
        disposition_code=request.text("disposition_code", optional=True),
        complaint=request.text("complaint", optional=True),
        notes=request.text("notes", optional=True),
    )


def _patient(patient: dict[str, Any]) -> dict[str, Any]:
    given, family, telephone = (_text(patient, name) for name in ("given", "family", "telephone"))
    address = patient.get("address")
    return patient_content(
        given=given,
        family=family,
        name=f"{given} {family}".strip(),
        birth_date=_birth_date(patient),
        gender=_gender(patient),
        nhs_number=_text(patient, "nhs_number"),
        addresses=[{"use": "home", **_address(address)}] if isinstance(address, dict) else [],
        telephones=[{"use": "callback", "number": telephone}] if telephone else [],
    )


def _address(address: dict[str, Any]) -> dict[str, Any]:
    lines = address.get("lines")
    kept = [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
    return {"lines": kept, "postcode": _text(address, "postcode")}


def _birth_date(patient: dict[str, Any]) -> str:
    text = _text(patient, "birth_date")
    if text and not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        raise BadInput(f"expected birth_date to be as much of YYYY-MM-DD as is known, received {text!r}")
    return text


def _gender(patient: dict[str, Any]) -> str:
    text = _text(patient, "gender") or "unknown"
    if text not in _GENDERS:
        raise BadInput(f"expected gender to be one of {', '.join(_GENDERS)}, received {text!r}")
    return text


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    if value is not None and not isinstance(value, str):
        raise BadInput(f"expected {name} to be a text, received {value!r}")
    return value if value and value.strip() else ""
