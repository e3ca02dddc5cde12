"""The notices at a referral: what the pharmacist is told beside it, each kind with its words and how long it holds."""

from typing import Any

from ..kit.numbers import is_nhs_number, plain_nhs_number
from .audit import Arrival

Notice = dict[str, str]
"""A kind, its text, and the NHS number that it speaks of; empty where it speaks of none."""

_TEXTS = {
    "onward-undelivered": (
        "The onward referral was not delivered: nobody else has this patient. Telephone, or choose another."
    ),
    "ring-practice": (
        "The practice has to act at once: ring it now. What is sent to it is read when there is time."
    ),
    "replaced": "NHS 111 has sent a newer version of this referral; the newer one is shown.",
    "replaced-after-start": "A newer version arrived after work had begun: compare it with what you recorded.",
    "withdrawn": "The sender has withdrawn this referral. Do not act on it.",
    "already-handled": "This case was entered from an e-mail before; the report that came later is attached.",
    "number-not-verified": "The NHS number was not verified by the sender: trace the patient.",
    "number-not-valid": "The NHS number that was sent is not a valid one: trace the patient.",
    "conflict": "Another document came under the same version with other content; both are kept.",
    "related-case": "There is another referral of the same case.",
    "not-allowed": "GP practices may not refer urgent medicines to this service: do not supply; tell the practice.",
    "unsupported-payload": "The sender put in something else that this system cannot show: ask for it if you need it.",
    "unreadable-attachment": "An attachment could not be read; the referral itself is whole.",
    "two-numbers": "The report has two verified NHS numbers, {numbers}: none was taken; trace the patient before use.",
    "other-number": "The report has {numbers} besides, as an NHS number that its sender did not verify.",
    "no-family-name": "The report gives no family name: ask the patient.",
    "other-name": "The report has another name of the patient: {names}.",
    "unreadable-birth-date": "The report's birth date is no day of the calendar (it says {sent}): ask the patient.",
    "unreadable-time": "The time of the report cannot be read (it says {sent}): ask its sender how old it is.",
    "no-callback": "No number was marked as the one to call back on: what is shown is the likeliest of the report's.",
    "also-addressed": "This referral was addressed to {others} as well: agree who sees the patient, and who claims.",
    "earlier-document": "This is not the document to act on: it is kept as a part of the referral's history.",
    "wrong-clock": (
        "A document of this message is dated {sent}, which has not come yet: look at all of its documents."
    ),
    "unreadable": "This e-mail could not be read here: open it in the mailbox, and telephone the practice.",
    "forwarded": "This referral was forwarded, or sent in reply, to this mailbox: see that it is meant for you.",
    "free-text": "This e-mail was not in the usual form: read its whole text.",
    "unavailable": "PDS gave no answer: the NHS number is not verified. Go on without it, and trace the patient later.",
    "refine": "Enter more of what the patient says (first name, postcode), or correct it, and search again.",
    "superseded": "NHS number {number} has been replaced by {new}. Use the new one, and tell the patient.",
    "collision": (
        "Another record here has NHS number {new} already. Nothing was put together: the back office has been asked "
        "to compare the two."
    ),
    "invalidated": (
        "NHS number {number} has been made invalid and is with the back office. Treat what is recorded under it with "
        "caution, and find the patient by their details."
    ),
    "not-found": "No patient has NHS number {number}: it is not verified. Find the patient by their details.",
    "restricted": (
        "This record is restricted. Address, telephone and practice are withheld: keep what the patient says of them "
        "out of writing, and tell nobody where the patient is."
    ),
    "very-restricted": (
        "This record is very restricted: nothing of it may be seen, so the patient cannot be verified. "
        "Go on with what the patient says, and write nowhere where they are."
    ),
    "deceased": (
        "This patient is recorded as having died{when}{how}. Make sure whom you speak of before you go on."
    ),
    "no-practice": "No practice is recorded for this patient{since}. Ask the patient where they go.",
    "historic": (
        "This patient was found by a name, or an address, of former times; what PDS has now is shown. "
        "Make sure that it is the same person."
    ),
    "differs": "{differences}",
    "stale": "The Spine could not be reached: this is an older copy, and may be out of date. Ask again later.",
}

_OF_CONTENT = {
    "number-not-verified",
    "number-not-valid",
    "unsupported-payload",
    "unreadable-attachment",
    "not-allowed",
    "free-text",
    "two-numbers",
    "other-number",
    "no-family-name",
    "other-name",
    "unreadable-birth-date",
    "unreadable-time",
    "no-callback",
    "also-addressed",
    "wrong-clock",
    "unreadable",
    "forwarded",
}
"""Kinds that hold of the content that is shown."""
_OF_TRACES = {
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
_OF_NUMBERS = {"superseded", "collision", "invalidated"}
"""Kinds that hold of a number for good, so that they are said each time a referral is opened."""


def notice(kind: str, number: str = "", **words: str) -> Notice:
    """One notice, of an NHS number where it speaks of one; `words` fill the places that its text has."""
    return {"kind": kind, "text": _TEXTS[kind].format(number=number, **words), "number": number}


def with_notice(notices: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The notices with one more, which stands there once."""
    return [*(held for held in notices if held["kind"] != kind), notice(kind)]


def of_content(content: dict[str, Any], arrival: Arrival) -> list[dict[str, Any]]:
    """What a new referral brings with it that the pharmacist should know."""
    said = [
        {"kind": entry} if isinstance(entry, str) else dict(entry) for entry in content.get("notices", [])
    ]
    number = plain_nhs_number(content["patient"].get("nhs_number", ""))
    if number and not content["patient"].get("nhs_number_verified", False):
        said.append({"kind": "number-not-verified" if is_nhs_number(number) else "number-not-valid"})
    if arrival.source == "gp-practice" and arrival.service == "urgent-medicine":
        said.append({"kind": "not-allowed"})
    return [notice(**words) for words in {words["kind"]: words for words in said}.values()]


def after_update(
    notices: list[dict[str, Any]], content: dict[str, Any], arrival: Arrival
) -> list[dict[str, Any]]:
    """The notices once other content is shown: what was said of the content before holds no more."""
    kept = [held for held in notices if held["kind"] not in _OF_CONTENT]
    return [*kept, *of_content(content, arrival)]


def after_trace(notices: list[dict[str, Any]], fresh: list[Notice], asked: str) -> list[dict[str, Any]]:
    """The notices after a trace by the number `asked`: what stays is what another number was said to be."""
    new = {held["kind"] for held in fresh}
    kept = [held for held in notices if held["kind"] not in _OF_TRACES or _holds_of_another(held, asked)]
    return [*(held for held in kept if held["kind"] not in new or held["kind"] not in _OF_TRACES), *fresh]


def _holds_of_another(held: dict[str, Any], asked: str) -> bool:
    return held["kind"] in _OF_NUMBERS and held.get("number") != asked
