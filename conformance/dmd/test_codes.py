"""Medicines in what is sent are described by dm+d: system, code and display.

Source: ITK FHIR Digital Medicines guide 1.2.9, Medication (interface sheet dos-eps-rtec-scr-dmd, section 6).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fhir.resources.R4B.claim import Claim
from fhir.resources.R4B.medicationdispense import MedicationDispense
from pydantic import ValidationError

from cpcs_harness.formats.itk3 import N, value
from cpcs_harness.formats.mail import read_mail
from cpcs_harness.formats.snomed import why_not_a_dmd_code
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    criterion,
    expect,
    expect_equal,
)

from .._shared.mesh import MeshMessage, read_whole, sent_by
from .._shared.screen import expect_name
from .._shared.text import plain_name

SYSTEMS = {"mesh": ("http://snomed.info/sct",), "mys": ("https://dmd.nhs.uk", "http://snomed.info/sct")}
"""STU3 documents carry dm+d as SNOMED CT; the claim is R4, where dm+d has a system of its own."""


@dataclass(frozen=True)
class Coded:
    """A medicine in a message."""

    call: ExchangeView
    system: str
    code: str
    display: str


def in_document(message: MeshMessage) -> list[Coded]:
    """Give the medicines of a FHIR document in XML: every Medication, coded or not."""
    root = read_whole(message)
    medications = [] if root is None else list(root.iter("{http://hl7.org/fhir}Medication"))
    return [coded(message.call, medication.findall("f:code/f:coding", N)) for medication in medications]


def coded(call: ExchangeView, codings: list) -> Coded:
    """Read the coding that is dm+d's, or else the first; what is absent is empty."""
    read = [
        Coded(call, *(value(coding, f"f:{key}") for key in ("system", "code", "display")))
        for coding in codings
    ]
    return of_dmd(call, read, SYSTEMS["mesh"])


def of_dmd(call: ExchangeView, codings: Sequence[Coded], systems: Sequence[str]) -> Coded:
    """Give the coding that is dm+d's, wherever it stands, or else the first; empty where there is none."""
    own = [medicine for medicine in codings if medicine.system in systems]
    return [*own, *codings, Coded(call, "", "", "")][0]


def in_claim(call: ExchangeView) -> list[Coded]:
    """Give the medicines of a claim: its contained dispenses, or where it has none its items."""
    try:
        claim = Claim.model_validate(call.request.json)
    except ValidationError as wrong:
        raise NotShown(f"{call.where} is not a FHIR R4 Claim, so no medicine can be read from it") from wrong
    dispenses = [resource for resource in claim.contained or [] if isinstance(resource, MedicationDispense)]
    concepts = [dispense.medicationCodeableConcept for dispense in dispenses]
    concepts = concepts or [item.productOrService for item in claim.item or []]
    read = [
        [
            Coded(call, *(str(getattr(coding, key, None) or "") for key in ("system", "code", "display")))
            for coding in (concept.coding if concept else None) or []
        ]
        for concept in concepts
    ]
    return [of_dmd(call, codings, SYSTEMS["mys"]) for codings in read]


def structured(evidence: EvidenceView, journey: JourneyView) -> list[Coded]:
    """Give every medicine that left the system in a document or a claim; an urgent medicine must have done so."""
    if journey.pathway == "minor-illness":
        return [medicine for call in journey.exchanges("mys", "submit_claim") for medicine in in_claim(call)]
    documents = [medicine for message in sent_by(evidence, journey) for medicine in in_document(message)]
    claims = [medicine for call in journey.exchanges("mys", "submit_claim") for medicine in in_claim(call)]
    if not documents or not claims:
        raise NotShown(f"journey {journey.id} sent no medicine in its document or in its claim")
    return documents + claims


@criterion("DMD-01")
def test_each_medicine_is_described_as_dmd_describes_it(evidence: EvidenceView):
    """A well-formed dm+d code in the system that its message wants, and dm+d's own words."""
    for journey in evidence.each():
        due = medicine_of(journey)["display"]
        for medicine in structured(evidence, journey):
            wrong = why_not_a_dmd_code(medicine.code)
            expect(
                wrong == "",
                "a dm+d code",
                f"{medicine.code!r}: {wrong}",
                medicine.call,
                "Send the code, not a text.",
            )
            systems = SYSTEMS[medicine.call.service]
            expect(medicine.system in systems, f"a system of {systems}", medicine.system, medicine.call)
            expect_name("the display", due, medicine.display, medicine.call)
        if journey.pathway == "minor-illness":
            for call in journey.exchanges("nhsmail", "submit"):
                text = plain_name(read_mail(call.request.body).text)
                expect(plain_name(due) in text, f"dm+d's words {due!r}", "not in the e-mail", call)


def medicine_of(journey: JourneyView) -> dict:
    """Give the medicine that the journey is about."""
    role = "urgent-medicine" if journey.pathway == "urgent-medicines" else "recommended-product"
    return journey.issued["medicines"][role]


@criterion("DMD-02")
def test_the_medicine_sent_is_the_medicine_chosen(evidence: EvidenceView):
    """The code shown when it was chosen is the code in the practice's message and in the claim."""
    for journey in evidence.each():
        due = medicine_of(journey)["code"]
        for medicine in structured(evidence, journey):
            expect_equal("the code sent", due, medicine.code, medicine.call)
        if journey.pathway == "urgent-medicines":
            for seen in journey.observations("supply_medicine"):
                expect_equal("the code chosen", due, (seen.shown.get("item") or {}).get("code"), seen)
        else:
            recorded = journey.observation("record_consultation")
            products = (recorded.shown.get("consultation") or {}).get("products", [])
            expect_equal(
                "the product recorded", [due], [product.get("code") for product in products], recorded
            )
