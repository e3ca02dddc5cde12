"""What the pharmacist is told beside a referral, in words of this system."""

from typing import Any

from ..kit.numbers import is_nhs_number, plain_nhs_number
from .audit import Arrival

_TEXTS = {
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
    "free-text": "This e-mail was not in the usual form: read its whole text.",
    "unavailable": "PDS gave no answer: the NHS number is not verified. Go on without it, and trace the patient later.",
    "refine": "Enter more of what the patient says (first name, postcode), or correct it, and search again.",
}


_OF_CONTENT = {
    "number-not-verified",
    "number-not-valid",
    "unsupported-payload",
    "unreadable-attachment",
    "not-allowed",
    "free-text",
}  # the others tell of what happened to a referral


def notice(kind: str) -> dict[str, str]:
    """One notice."""
    return {"kind": kind, "text": _TEXTS[kind]}


def said(notices: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The notices with one more, which is said once."""
    return [*(one for one in notices if one["kind"] != kind), notice(kind)]


def renewed(notices: list[dict[str, Any]], content: dict[str, Any], arrival: Arrival) -> list[dict[str, Any]]:
    """The notices once other content is shown: what was said of the content before holds no more."""
    stay = [one for one in notices if one["kind"] not in _OF_CONTENT]
    return [*stay, *of_content(content, arrival)]


def of_content(content: dict[str, Any], arrival: Arrival) -> list[dict[str, Any]]:
    """What a new referral brings with it that the pharmacist should know."""
    kinds = list(content.get("notices", []))
    number = plain_nhs_number(content["patient"].get("nhs_number", ""))
    if number and not content["patient"].get("nhs_number_verified", False):
        kinds.append("number-not-verified" if is_nhs_number(number) else "number-not-valid")
    if arrival.source == "gp-practice" and arrival.service == "urgent-medicine":
        kinds.append("not-allowed")
    return [notice(kind) for kind in dict.fromkeys(kinds)]
