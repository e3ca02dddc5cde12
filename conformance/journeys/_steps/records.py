"""Records as one system hands them over to another, in the form of docs/reference/switching-model.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from cpcs_harness.people.model import Issued, Person, Pharmacist
from cpcs_harness.times import stamp

from .pathways import UM
from .supplied import CARER

FORM = "cpcs-records/1"
DAYS = 3
"""How long ago the patients were referred to the other system."""
TEXT = (
    "Said: \"it's worse at night\"; see Siân's note, page 2\n"
    "=1+1 is no sum, and neither is -2 to +2\n"
    "Llanfair-ym-Muallt, tŷ gwyn; 5 µg < 10 µg & so on"
)
"""What is hard to carry over: quotes, lines, what a spreadsheet would reckon, letters beyond ASCII."""
_NOTHING_MORE: dict[str, Any] = {"collected_by": None, "no_supply": None, "declarations": [], "onward": []}


def file(issued: Issued, moved: Issued, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give a file of records, with who worked in the other system."""
    return {
        "form": FORM,
        "pharmacy": issued.premises.ods,
        "made": records[0]["received"],
        "pharmacists": [pharmacist(moved.pharmacist)],
        "records": list(records),
    }


def waiting(moved: Issued, now: datetime) -> dict[str, Any]:
    """Give the record of a patient whom nobody has called yet."""
    return {
        **_referral(moved, now, _untraced(moved.person)),
        "status": "new",
        "share_with_gp": None,
        "consultation": None,
        "supplies": [],
        **_NOTHING_MORE,
        "completed": None,
        "told": [],
        "claim": None,
    }


def completed(moved: Issued, issued: Issued, now: datetime) -> dict[str, Any]:
    """Give the record of a patient who was treated, whose practice knows, and who was claimed for."""
    at = stamp(now - timedelta(days=DAYS - 1))
    urgent = moved.pathway == UM.id
    return {
        **_referral(moved, now, _dead(moved.person) if urgent else _restricted(moved.person)),
        "status": "completed" if urgent else "referred-onward",
        "share_with_gp": True,
        "consultation": {
            "method": moved.words.method,
            "started": at,
            "presenting_complaint": f"{TEXT}\n{moved.words.complaint}",
            "assessment": moved.words.assessment,
            "advice": f"{TEXT[::-1]} {moved.words.advice}".replace("\n", " "),
            "actions_for_gp": moved.words.actions,
            "outcome": "medicine-supplied" if urgent else "onward-referral",
            "urgent_for_gp": False,
            "products": [],
            "pharmacist": pharmacist(moved.pharmacist),
        },
        **(_supplied(issued, moved, at) if urgent else _referred(moved, at)),
        "completed": at,
        "told": [_untold(moved), *(_told(moved, at, amendment) for amendment in range(1 if urgent else 2))],
        "claim": {
            "reference": f"OLD-{moved.report.case_id}",
            "submission_id": f"SUB-{moved.report.document_id}",
            "status": "accepted",
        },
    }


def pharmacist(known: Pharmacist) -> dict[str, str]:
    """Give a pharmacist as a file has them."""
    return {"full_name": known.full_name, "gphc_number": known.gphc}


def _referral(moved: Issued, now: datetime, patient: dict[str, Any]) -> dict[str, Any]:
    report = moved.report
    at = stamp(now - timedelta(days=DAYS))
    return {
        "document_id": report.document_id,
        "set_id": report.set_id,
        "version": report.version,
        "case_reference": report.case_reference,
        "case_id": report.case_id,
        "source": "nhs111",
        "service": moved.pathway,
        "created": at,
        "received": at,
        "sender": {"ods": report.sender_ods, "name": report.sender_name},
        "patient": patient,
        "practice": {"ods": moved.person.practice.ods, "name": moved.person.practice.name},
        "callback_number": moved.person.callback,
        "disposition": {"code": report.disposition_code, "text": report.disposition_text},
        "sections": [{"title": "Presenting complaint", "text": TEXT}],
    }


def _untold(moved: Issued) -> dict[str, Any]:
    """Give a message that MESH did not take, before the one that came."""
    return {
        "practice_ods": moved.person.practice.ods,
        "channel": "mesh",
        "status": "failed",
        "sent": None,
        "amendment": 0,
    }


def _told(moved: Issued, at: str, amendment: int) -> dict[str, Any]:
    urgent = moved.pathway == UM.id
    return {
        "practice_ods": moved.person.practice.ods,
        "channel": "mesh" if urgent else "nhsmail",
        "status": "delivered" if urgent else "sent",
        "sent": at,
        "amendment": amendment,
    }


def _referred(moved: Issued, at: str) -> dict[str, Any]:
    tried = [
        _onward("FEM70", "By-pass Pharmacy", "bounced", at),
        _onward("FEM71", "Mill Pharmacy", "sent", at),
    ]
    return {"supplies": [], **_NOTHING_MORE, "onward": tried}


def _onward(ods: str, name: str, status: str, at: str) -> dict[str, Any]:
    return {
        "service_id": f"20000{ods[-2:]}",
        "ods": ods,
        "name": name,
        "reason": f"The other pharmacy has what is asked for. {TEXT}",
        "channel": "nhsmail",
        "to": f"nhspharmacy.leeds.{ods.lower()}@nhs.net",
        "reference": f"<{ods}-{status}@nhs.net>",
        "at": at,
        "status": status,
    }


def _supplied(issued: Issued, moved: Issued, at: str) -> dict[str, Any]:
    supply = _supply(issued, moved, at)
    known = pharmacist(moved.pharmacist)
    said = {"kind": "none-charge-paid", "by": "representative", "name": CARER["name"], "form": "token"}
    return {
        "supplies": [
            supply,
            {**supply, "quantity": 2, "days_supply": 1, "dosage": "Both at once, if needed"},
        ],
        "collected_by": CARER,
        "no_supply": {"why": "not-in-stock", "text": f"The third that was asked for. {TEXT}"},
        "declarations": [{**said, "signed": True, "evidence_seen": False, "at": at, "pharmacist": known}],
        "onward": [],
    }


def _untraced(person: Person) -> dict[str, Any]:
    return {**_patient(person), "traced": False, "restricted": None, "deceased": None}


def _dead(person: Person) -> dict[str, Any]:
    return {**_patient(person), "traced": True, "restricted": False, "deceased": True}


def _restricted(person: Person) -> dict[str, Any]:
    """Give somebody of whom the other system kept where they are, from before the record was restricted."""
    return {**_patient(person), "traced": True, "restricted": True, "deceased": False}


def _patient(person: Person) -> dict[str, Any]:
    return {
        "nhs_number": person.nhs_number,
        "given": person.given,
        "family": person.family,
        "birth_date": person.birth_date.isoformat(),
        "gender": person.gender,
        "address": {"lines": list(person.address), "postcode": person.postcode},
        "telephone": person.callback,
    }


def _supply(issued: Issued, moved: Issued, at: str) -> dict[str, Any]:
    medicine = issued.medicines["urgent-medicine"]
    return {
        "code": medicine.code,
        "system": "https://dmd.nhs.uk",
        "display": medicine.display,
        "quantity": 1,
        "unit": medicine.unit,
        "days_supply": moved.words.days,
        "dosage": f"{TEXT.splitlines()[0]} {moved.words.dosage}",
        "reason": moved.words.reason,
        "handed_over": at,
    }
