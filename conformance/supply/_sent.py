"""What went out about a patient: to the practice, to MYS and to the next pharmacy, with the medicines in it.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta (interface sheet mesh-itk3-nhsmail-mys, section
B8); models of the project, docs/reference/mys-model.md and docs/reference/onward-model.md.
"""

from __future__ import annotations

import json
import re
from typing import Any

from cpcs_harness.formats.mail import read_mail
from cpcs_harness.judging import ExchangeView
from cpcs_harness.judging.expect import squeezed

from .._shared.dispensed import DISPENSE, Dispense, number
from .._shared.mails import recipients
from .._shared.mesh import FIRST, FURTHER, MeshMessage, read_whole, sent_whole
from .._shared.outbound import holding
from ._recorded import Patient

FRACTIONS = {"25": "¼", "5": "½", "75": "¾"}


def documents(patient: Patient) -> list[MeshMessage]:
    """Give the documents about a patient that went over MESH to their end."""
    parts = [
        call for name in (FIRST, FURTHER) for call in patient.journey.exchanges("mesh", name, at_least=0)
    ]
    told = {call.id for call in holding(parts, *marks(patient))}
    return [sent for sent in sent_whole(parts) if sent.call.id in told and not sent.is_broken_off]


def mails(patient: Patient) -> list[ExchangeView]:
    """Give the e-mails about a patient to their practice."""
    return [mail for mail in _mails(patient) if _to_practice(mail, patient)]


def onward(patient: Patient) -> list[ExchangeView]:
    """Give what went to another pharmacy about a patient, by NHSmail or FHIR; a note to one's own mailbox is none."""
    by_mail = [mail for mail in _mails(patient) if recipients(mail) and not _to_practice(mail, patient)]
    calls = patient.journey.exchanges("onward", "process_message", at_least=0)
    return [*by_mail, *holding(calls, *marks(patient))]


def claims(patient: Patient) -> list[ExchangeView]:
    """Give the claims about a patient."""
    return holding(patient.journey.exchanges("mys", "submit_claim", at_least=0), *marks(patient))


def marks(patient: Patient) -> list[str]:
    """Give what stands for one patient alone."""
    person, report = patient.issued["person"], patient.issued["report"]
    return [person["nhs_number"], report["case_id"], report["case_reference"], person["callback"]]


def claimed(call: ExchangeView) -> list[Dispense] | None:
    """Give the items of a claim; None for what is no claim that can be read."""
    claim = call.request.json
    if not isinstance(claim, dict):
        return None
    items = claim.get("item")
    return [_claimed(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def contained_dispenses(call: ExchangeView) -> int:
    """Say how many medicines a claim says were handed out, beside its items."""
    claim = call.request.json if isinstance(call.request.json, dict) else {}
    contained = claim.get("contained")
    held = contained if isinstance(contained, list) else []
    return sum(isinstance(one, dict) and one.get("resourceType") == DISPENSE for one in held)


def text_of(call: ExchangeView) -> str:
    """Give what a person reads of a message, in small letters and with single blanks."""
    if call.service == "nhsmail":
        return squeezed(read_mail(call.request.body).text).casefold()
    said = call.request.json
    plain = (
        json.dumps(said, ensure_ascii=False)
        if said is not None
        else call.request.body.decode("utf-8", "replace")
    )
    return squeezed(plain.replace("\\n", " ")).casefold()


def words_in(message: MeshMessage) -> str:
    """Give what a person reads of a document, in small letters; empty for what cannot be read."""
    root = read_whole(message)
    if root is None:
        return ""
    said = [*root.itertext(), *(node.get("value", "") for node in root.iter("*"))]
    return squeezed(" ".join(said)).casefold()


def holds_quantity(text: str, quantity: float) -> bool:
    """Say whether a quantity stands in a text as a whole number or a broken one, in digits or with a fraction."""
    whole, _, rest = f"{quantity:.6f}".rstrip("0").partition(".")
    forms = [rf"{whole}\.{rest}0*" if rest else rf"{whole}(?:\.0+)?"]
    if rest in FRACTIONS:
        forms.append(f"{whole if whole != '0' else ''} ?{FRACTIONS[rest]}")
    return any(re.search(rf"(?<![\d.:/-])(?:{form})(?![\d.:/-]*\d)", text) for form in forms)


def _claimed(item: dict[str, Any]) -> Dispense:
    concept, quantity = item.get("productOrService"), item.get("quantity")
    codings = concept.get("coding") if isinstance(concept, dict) else None
    codings = codings if isinstance(codings, list) else []
    codes = [str(coding.get("code")) for coding in codings if isinstance(coding, dict)]
    amount = quantity.get("value") if isinstance(quantity, dict) else None
    return Dispense(codes, number(amount), None, "")


def _mails(patient: Patient) -> list[ExchangeView]:
    return holding(patient.journey.exchanges("nhsmail", "submit", at_least=0), *marks(patient))


def _to_practice(mail: ExchangeView, patient: Patient) -> bool:
    return str(patient.issued["person"]["practice"]["email"]).lower() in recipients(mail)
