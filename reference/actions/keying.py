"""Keying a referral in that came by e-mail or by telephone."""

import re
from typing import TYPE_CHECKING, Any

from ..kit.models import Referral
from ..kit.moments import now
from ..kit.numbers import is_one_person
from ..kit.problems import BadInput, Refused
from ..referrals.audit import Arrival
from ..referrals.lineage import BY_E_MAIL
from .shape import Observation, Request, premises

if TYPE_CHECKING:
    from ..service import Service

_GENDERS = ("male", "female", "not specified", "unknown")
_SOURCES = ("gp-practice", "nhs111")
_PATHWAYS = {"minor-illness": "minor-illness", "urgent-medicine": "urgent-medicines"}


def key_referral(service: "Service", request: Request) -> Observation:
    """Put a referral on the worklist that staff took down."""
    source, asked = request.one_of("source", _SOURCES), request.one_of("service", tuple(_PATHWAYS))
    service.keyed.check(source, asked)
    content = service.keyed.content(request, source, asked)
    here = premises(service, request)
    service.keyed.check_new(content, source, service.store.referrals_of(here.ods))
    arrival = Arrival("keyed", source, service=asked, sender_ods=request.text("practice_ods", optional=True))
    taken = service.referrals.take(content, here, arrival)
    kept = service.store.referral(taken.referral) if taken.referral else None
    if kept is None:
        raise Refused("This referral was withdrawn by its sender")
    return Observation(service.screen.row(kept))


class Keyed:
    """Makes a referral of what was keyed in."""

    def check(self, source: str, asked: str) -> None:
        """Refuse what a source may not refer to the service."""
        if source == "gp-practice" and asked == "urgent-medicine":
            raise Refused(
                "GP practices may not refer urgent medicines to this service; tell the practice to prescribe"
            )

    def check_new(self, content: dict[str, Any], source: str, known: list[Referral]) -> None:
        """Refuse what is on the worklist already by another road, and a reference that is another patient's."""
        for one in known:
            same = is_one_person(one.content["patient"], content["patient"])
            if one.document_id == content["document_id"] and not same:
                raise Refused(
                    "Another patient's referral was entered under this reference; check the reference"
                )
            marks = {one.content["case_reference"].casefold(), one.content["case_id"].casefold()}
            arrived = one.source != "gp-practice" and one.channel not in BY_E_MAIL
            if source == "nhs111" and arrived and same and content["case_id"].casefold() in marks:
                raise Refused("This case has arrived already and is on the worklist; open it there")

    def content(self, request: Request, source: str, asked: str) -> dict[str, Any]:
        """What was keyed, in the form that documents are kept in."""
        reference, patient = request.text("reference"), request.input.get("patient")
        if not isinstance(patient, dict):
            raise BadInput(f"expected input.patient to be an object, received {patient!r}")
        practice = request.text("practice_ods", optional=True)
        return {
            "document_id": f"KEYED:{source}:{reference}".upper(),
            "set_id": f"KEYED:{source}:{reference}".upper(),
            "version": 1,
            "created": now(),
            "case_reference": reference,
            "case_id": reference,
            "sender": {"ods": practice if source == "gp-practice" else "", "name": ""},
            "patient": _patient(patient),
            "callback_number": _text(patient, "telephone"),
            "informant": None,
            "practice": {"ods": practice, "name": ""},
            "disposition": {"code": request.text("disposition_code", optional=True), "text": ""},
            "pathway": _PATHWAYS[asked],
            "sections": self.sections(request),
        }

    def sections(self, request: Request) -> list[dict[str, str]]:
        """The text that was keyed."""
        parts = (("Presenting complaint", "complaint"), ("Notes", "notes"))
        found = [{"title": title, "text": request.text(name, optional=True)} for title, name in parts]
        return [section for section in found if section["text"]]


def _patient(patient: dict[str, Any]) -> dict[str, Any]:
    given, family, telephone = (_text(patient, name) for name in ("given", "family", "telephone"))
    address = patient.get("address")
    return {
        "given": given,
        "family": family,
        "prefix": "",
        "name": f"{given} {family}".strip(),
        "birth_date": _birth_date(patient),
        "gender": _gender(patient),
        "nhs_number": _text(patient, "nhs_number"),
        "nhs_number_verified": False,
        "addresses": [{"use": "home", **_address(address)}] if isinstance(address, dict) else [],
        "telephones": [{"use": "callback", "number": telephone}] if telephone else [],
        "emails": [],
    }


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
    return value or ""
