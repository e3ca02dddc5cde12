"""What a claim says of an onward referral; whether it is a Claim at all is for the suite of claims to say."""

from __future__ import annotations

from typing import Any

from cpcs_harness.judging import ExchangeView, NotShown
from cpcs_harness.judging.in_words import in_words


def claim_of(call: ExchangeView) -> dict[str, Any]:
    """Read a claim; what is no JSON object is NotShown."""
    if not isinstance(call.request.json, dict):
        raise NotShown(f"{call.where} is no claim that can be read", exchanges=[call.id])
    return call.request.json


def references(claim: dict[str, Any]) -> str:
    """Give the claim's own identifiers, as one text."""
    return in_words(claim.get("identifier"))


def supporting(claim: dict[str, Any], code: str, what: str = "valueString") -> object:
    """Give the text, or the day, of a piece of supporting information, named by category or code; None for none."""
    listed = claim.get("supportingInfo")
    for information in listed if isinstance(listed, list) else []:
        if isinstance(information, dict) and code in _codes(information):
            return information.get(what)
    return None


def _codes(information: dict[str, Any]) -> list[Any]:
    concepts = [
        part for part in (information.get("category"), information.get("code")) if isinstance(part, dict)
    ]
    listed = [part["coding"] for part in concepts if isinstance(part.get("coding"), list)]
    return [coding.get("code") for codings in listed for coding in codings if isinstance(coding, dict)]
