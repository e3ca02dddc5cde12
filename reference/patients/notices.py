"""What the pharmacist is told of a patient who was traced, and of a trace that came to nothing."""

from typing import Any

Notice = dict[str, str]

OF_TRACES = {
    "superseded",
    "collision",
    "invalidated",
    "not-found",
    "restricted",
    "very-restricted",
    "deceased",
    "no-practice",
    "differs",
    "unavailable",
    "stale",
}
"""Kinds that a new trace says again, or no more."""
STAYING = {"superseded", "collision", "invalidated"}
"""Kinds that hold of a number for good, so that they are said each time a referral is opened."""

_RESTRICTED = (
    "This record is restricted. Address, telephone and practice are withheld: keep what the patient says of them out "
    "of writing, and tell nobody where the patient is."
)
_VERY_RESTRICTED = (
    "This record is very restricted: nothing of it may be seen, so the patient cannot be verified. "
    "Go on with what the patient says, and write nowhere where they are."
)
_INVALIDATED = (
    "NHS number {number} has been made invalid and is with the back office. Treat what is recorded under it with "
    "caution, and find the patient by their details."
)
_NOT_FOUND = "No patient has NHS number {number}: it is not verified. Find the patient by their details."
_COLLISION = (
    "Another record here has NHS number {number} already. Nothing was put together: the back office has been asked to "
    "compare the two."
)


def notice(kind: str, text: str, number: str = "") -> Notice:
    """One notice; the number is the one that it speaks of."""
    return {"kind": kind, "text": text, "number": number}


def of_record(patient: dict[str, Any], asked: str) -> list[Notice]:
    """What a record calls for, whoever it was found for; `asked` is the number that it was asked for by, if any."""
    found = []
    if asked and patient["nhs_number"] != asked:
        found.append(superseded(asked, patient["nhs_number"]))
    if patient.get("very_restricted"):
        return [*found, notice("very-restricted", _VERY_RESTRICTED)]
    if patient["deceased"]:
        found.append(deceased(patient))
    if patient["restricted"]:
        found.append(notice("restricted", _RESTRICTED))
    elif not patient["practice"]["ods"]:
        found.append(no_practice(patient))
    return found


def superseded(old: str, new: str) -> Notice:
    """That a number was replaced."""
    return notice(
        "superseded",
        f"NHS number {old} has been replaced by {new}. Use the new one, and tell the patient.",
        old,
    )


def collision(number: str, old: str) -> Notice:
    """That the number which replaces an old one is another record's here."""
    return notice("collision", _COLLISION.format(number=number), old)


def deceased(patient: dict[str, Any]) -> Notice:
    """That the patient is recorded as dead, and how surely."""
    how, day = patient.get("death_notice"), patient.get("deceased_on")
    text = f"This patient is recorded as having died{f' on {day}' if day else ''}"
    text += f", by {how} notice." if how else "."
    return notice("deceased", f"{text} Make sure whom you speak of before you go on.")


def historic() -> Notice:
    """That a patient was found by what holds no more."""
    return notice(
        "historic",
        "This patient was found by a name, or an address, of former times; what PDS has now is shown. "
        "Make sure that it is the same person.",
    )


def no_practice(patient: dict[str, Any]) -> Notice:
    """That no practice has the patient on its list now."""
    ended = patient.get("practice_ended")
    since = f": the last registration ended on {ended}" if ended else ""
    return notice(
        "no-practice", f"No practice is recorded for this patient{since}. Ask the patient where they go."
    )


def of_absence(outcome: str, asked: str) -> list[Notice]:
    """What is said of a number that leads to no record."""
    if outcome == "invalidated":
        return [notice("invalidated", _INVALIDATED.format(number=asked), asked)]
    if outcome == "not_found" and asked:
        return [notice("not-found", _NOT_FOUND.format(number=asked), asked)]
    return []


def renewed(before: list[dict[str, Any]], fresh: list[Notice], asked: str) -> list[dict[str, Any]]:
    """The notices of a referral after a trace: what stays is what another number was said to be."""
    new = {one["kind"] for one in fresh}
    kept = [one for one in before if one["kind"] not in OF_TRACES or _stays(one, asked)]
    return [*(one for one in kept if one["kind"] not in new or one["kind"] not in OF_TRACES), *fresh]


def _stays(one: dict[str, Any], asked: str) -> bool:
    return one["kind"] in STAYING and one.get("number") != asked
