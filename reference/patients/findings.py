"""What a trace finds that the pharmacist must know, as notices: of a record, of a number, of a check."""

from typing import Any

from ..national.found import Found
from ..referrals.notices import Notice, notice


def of_record(patient: dict[str, Any], asked: str) -> list[Notice]:
    """What a record calls for; `asked` is the NHS number that it was asked for by, empty after a search."""
    found = [notice("historic")] if patient.get("by_former_details") else []
    if asked and patient["nhs_number"] != asked:
        found.append(superseded(asked, patient["nhs_number"]))
    if patient.get("very_restricted"):
        return [*found, notice("very-restricted")]
    if patient["deceased"]:
        found.append(_deceased(patient))
    if patient["restricted"]:
        found.append(notice("restricted"))
    elif not patient["practice"]["ods"]:
        found.append(_no_practice(patient))
    return found


def of_absence(found: Found, asked: str) -> list[Notice]:
    """What is said of a number that leads to no record."""
    if found.outcome == "invalidated":
        return [notice("invalidated", asked)]
    if found.outcome == "not_found" and asked:
        return [notice("not-found", asked)]
    return _not_verified(found)


def of_check(found: Found, asked: str) -> list[Notice]:
    """What is said where a number was checked, or asked for, and no record was looked at."""
    if found.outcome == "not_verified" and found.patients:
        return [superseded(asked, found.patients[0].get("nhs_number", ""))]
    return [notice("stale")] if found.stale else _not_verified(found)


def superseded(old: str, new: str) -> Notice:
    """That a number was replaced."""
    return notice("superseded", old, new=new)


def _not_verified(found: Found) -> list[Notice]:
    return [notice("differs", differences=found.message)] if found.outcome == "not_verified" else []


def _deceased(patient: dict[str, Any]) -> Notice:
    """That the patient is recorded as dead, and how surely."""
    day, how = patient.get("deceased_on"), patient.get("death_notice")
    return notice("deceased", when=f" on {day}" if day else "", how=f", by {how} notice" if how else "")


def _no_practice(patient: dict[str, Any]) -> Notice:
    """That no practice has the patient on its list now."""
    ended = patient.get("practice_ended")
    return notice("no-practice", since=f": the last registration ended on {ended}" if ended else "")
