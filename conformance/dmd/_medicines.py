"""Medicines in what was sent, and those that a pharmacist chose, looked up in dm+d.

Source: ITK FHIR Digital Medicines guide 1.2.9, Medication (interface sheet dos-eps-rtec-scr-dmd, section 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fhir.resources.R4B.claim import Claim
from fhir.resources.R4B.medicationdispense import MedicationDispense
from pydantic import ValidationError

from cpcs_harness.formats.dmd.resolve import Dictionary
from cpcs_harness.formats.itk3 import N, value
from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, ObservationView

from .._shared.mesh import MeshMessage, read_whole, sent_by
from .._shared.text import plain_name

SYSTEMS = {"mesh": ("http://snomed.info/sct",), "mys": ("https://dmd.nhs.uk", "http://snomed.info/sct")}
"""STU3 documents carry dm+d as SNOMED CT; the claim is R4, where dm+d has a system of its own."""
SUPPLY, CONSULTATION = "supply_medicine", "record_consultation"
Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Coded:
    """A medicine in a message."""

    call: ExchangeView
    system: str
    code: str
    display: str


Codings = Sequence[Coded]
"""All codings of one medicine; at least one, which is empty where the medicine has none."""


def in_document(message: MeshMessage) -> list[Codings]:
    """Give the medicines of a FHIR document in XML: every Medication, coded or not."""
    root = read_whole(message)
    medications = [] if root is None else list(root.iter("{http://hl7.org/fhir}Medication"))
    return [_in_xml(message.call, medication) for medication in medications]


def in_claim(call: ExchangeView) -> list[Codings]:
    """Give the medicines of a claim: its contained dispenses, or where it has none its items."""
    dispenses, items = _dispenses_and_items(call)
    return dispenses or items


def everywhere_in_claim(call: ExchangeView) -> list[Codings]:
    """Give the medicines of a claim wherever it has them."""
    dispenses, items = _dispenses_and_items(call)
    return [*dispenses, *items]


def of_dmd(codings: Codings) -> Coded:
    """Give the coding that is dm+d's, wherever it stands, or else the first."""
    systems = SYSTEMS[codings[0].call.service] if codings[0].call else SYSTEMS["mys"]
    return next((coded for coded in codings if coded.system in systems), codings[0])


def messages(evidence: EvidenceView, journey: JourneyView) -> list[list[Codings]]:
    """Give what each message of a journey has in medicines; an urgent medicine must have gone out both ways."""
    claims = [in_claim(call) for call in journey.exchanges("mys", "submit_claim")]
    if journey.pathway == "minor-illness":
        return claims
    found = documents(evidence, journey)
    if not any(found) or not any(claims):
        raise NotShown(f"journey {journey.id} sent no medicine in its document or in its claim")
    return [*found, *claims]


def documents(evidence: EvidenceView, journey: JourneyView) -> list[list[Codings]]:
    """Give what each document of a journey has in medicines."""
    return [in_document(message) for message in sent_by(evidence, journey)]


def structured(evidence: EvidenceView, journey: JourneyView) -> list[Coded]:
    """Give every medicine that left the system in a document or a claim."""
    return [of_dmd(codings) for message in messages(evidence, journey) for codings in message]


def chosen(journey: JourneyView) -> list[Plain]:
    """Give the medicines that were recorded, as they were issued: supplied, or in a minor illness recommended."""
    if journey.pathway == "minor-illness":
        given = journey.observation(CONSULTATION).given.get("products") or []
        return [medicine for product in given for medicine in _issued(journey, product)]
    recorded = journey.observations(SUPPLY)
    return [medicine for seen in recorded for item in taken(seen) for medicine in _issued(journey, item)]


def taken(seen: ObservationView) -> list[Plain]:
    """Give the items that an action was given, but for those that its answer says were refused."""
    given = rows(seen.given.get("items")) or [seen.given]
    refused = [row.get("code") for row in rows(seen.shown.get("refused"))]
    return [item for item in given if item.get("code") not in refused]


def rows(held: object) -> list[Plain]:
    """Give the objects of a list; none of what is no list."""
    return [row for row in held if isinstance(row, Mapping)] if isinstance(held, list | tuple) else []


def shown_codes(seen: ObservationView) -> list[object]:
    """Give the dm+d codes that a screen shows of what was recorded."""
    return [item.get("code") for item in rows(seen.shown.get("items")) or rows([seen.shown.get("item")])]


def names_of(medicine: Plain, known: Dictionary) -> list[str]:
    """Give what a medicine may be called: as it was issued or declared, and as dm+d has it, or what replaced it."""
    concepts = [known.concept(medicine["code"]), known.successor(medicine["code"])]
    return [medicine["display"], *(name for concept in concepts if concept for name in concept.names)]


def is_named(display: str, names: Sequence[str]) -> bool:
    """Whether a name is one of some, in whatever case."""
    return plain_name(display) in [plain_name(name) for name in names]


def lawful_codes(medicine: Plain, known: Dictionary) -> set[str]:
    """Give the codes that a medicine may go out under: its own, or that of what replaced it."""
    successor = known.successor(medicine["code"])
    return {medicine["code"], *([successor.id] if successor else [])}


def _issued(journey: JourneyView, item: Plain) -> Iterator[Plain]:
    for medicine in journey.issued["medicines"].values():
        if item.get("code") in (medicine.get("own_code") or medicine["code"], medicine["code"]):
            yield medicine


def _in_xml(call: ExchangeView, medication: Any) -> Codings:
    codings = [
        Coded(call, *(value(coding, f"f:{key}") for key in ("system", "code", "display")))
        for coding in medication.findall("f:code/f:coding", N)
    ]
    return codings or [Coded(call, "", "", "")]


def _dispenses_and_items(call: ExchangeView) -> tuple[list[Codings], list[Codings]]:
    try:
        claim = Claim.model_validate(call.request.json)
    except (
        ValidationError,
        KeyError,
        TypeError,
        RecursionError,
    ) as wrong:  # of a type that there is not, too
        raise NotShown(f"{call.where} is not a FHIR R4 Claim, so no medicine can be read from it") from wrong
    contained = [resource for resource in claim.contained or [] if isinstance(resource, MedicationDispense)]
    return (
        [_in_json(call, dispense.medicationCodeableConcept) for dispense in contained],
        [_in_json(call, item.productOrService) for item in claim.item or []],
    )


def _in_json(call: ExchangeView, concept: Any) -> Codings:
    codings = [
        Coded(call, *(str(getattr(coding, key, None) or "") for key in ("system", "code", "display")))
        for coding in (concept.coding if concept else None) or []
    ]
    return codings or [Coded(call, "", "", "")]
