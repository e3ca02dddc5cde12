"""The patient of a consultation: as a national service has them, or as the referral does where none could verify it."""

from typing import Any

from ..kit.models import Referral
from ..kit.numbers import is_nhs_number, plain_nhs_number
from ..kit.problems import Refused
from ..patients.tracing import withheld

VERIFIED = "01"
_STATUS = {"invalidated": "05", "not-found": "04", "very-restricted": "03", "unavailable": "02"}
"""What the notices of a trace make of the NHS number, in the code system of its verification status."""
_TRACED_IN_VAIN = "04"


def patient_of(referral: Referral) -> dict[str, Any]:
    """The patient with `number_status`: only a record that was adopted makes a number verified."""
    if referral.adopted_patient is not None:
        return {**referral.adopted_patient, "number_status": VERIFIED}
    status = status_of(referral)
    if not status:
        raise Refused("Find the patient on PDS and choose them first")
    return {**unverified(referral), "number_status": status}


def unverified(referral: Referral) -> dict[str, Any]:
    """The patient as the referral has them; of whom PDS calls restricted, without where they are."""
    kinds = {notice["kind"] for notice in referral.notices}
    patient = as_reported(referral)
    return withheld(patient) if kinds & {"restricted", "very-restricted"} else patient


def status_of(referral: Referral) -> str:
    """The verification status of a number without an adopted record; empty until a trace was tried."""
    kinds = {notice["kind"] for notice in referral.notices}
    found = [status for kind, status in _STATUS.items() if kind in kinds]
    missed = referral.matches is not None and not referral.matches["patients"]
    return found[0] if found else _TRACED_IN_VAIN if missed else ""


def as_reported(referral: Referral) -> dict[str, Any]:
    """The patient as the sender of the referral has them, in the form of a record."""
    reported, practice = referral.content["patient"], referral.content["practice"]
    number = plain_nhs_number(str(reported["nhs_number"]))
    homes = [address for address in reported["addresses"] if address.get("use") == "home"] or reported[
        "addresses"
    ]
    home = homes[0] if homes else {"lines": [], "postcode": ""}
    gender = reported["gender"] if reported["gender"] in {"male", "female"} else "unknown"
    return {
        "nhs_number": number if is_nhs_number(number) else "",
        "given": reported["given"],
        "given_names": reported["given"].split(),
        "family": reported["family"],
        "prefix": reported["prefix"],
        "name": reported["name"],
        "birth_date": reported["birth_date"],
        "gender": gender,
        "address": {"lines": home["lines"], "postcode": home["postcode"]},
        "telephone": referral.content["callback_number"],
        "practice": {"ods": practice["ods"], "name": practice["name"]},
        "restricted": False,
    }


def number_label(patient: dict[str, Any]) -> str:
    """What a text calls the NHS number."""
    return "NHS number" if patient["number_status"] == VERIFIED else "NHS number (not verified)"
