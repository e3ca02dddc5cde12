"""Medicines in what is sent, held against what dm+d says of their codes: in use, current names, units, an appliance.

Source: ITK FHIR Digital Medicines guide 1.2.9; dm+d (interface sheet dos-eps-rtec-scr-dmd, 6; checks 92, 95, 96).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.formats.dmd.concept import Concept
from cpcs_harness.formats.itk3 import N, entries, read_message, resolve, value, values
from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, ObservationView, criterion
from cpcs_harness.judging.expect import expect, expect_equal, squeezed
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.dictionary import dictionary
from .._shared.mesh import read_whole, sent_by
from . import _medicines as _dmd

WITHDRAWN, DEVICE = "withdrawn-product", "device"
UCUM, SNOMED = "http://unitsofmeasure.org", "http://snomed.info/sct"
QUANTITY_TEXT = "Extension-CareConnect-MedicationQuantityText-1"


@criterion("DMD-05")
def test_what_dmd_has_withdrawn_is_not_sent_unawares(evidence: EvidenceView):
    """It goes out nowhere: it was refused, or recorded as what replaced it; or else the pharmacist was told."""
    known = dictionary(evidence)
    for journey in evidence.each():
        tries = asked_for(journey, journey.issued["medicines"][WITHDRAWN])
        if any(is_told(seen) for seen in tries):
            continue
        for medicine in _dmd.structured(evidence, journey):
            concept = known.concept(medicine.code)
            name = concept.names[0] if concept else medicine.display
            expect(
                not known.is_withdrawn(medicine.code),
                "no code that dm+d has withdrawn",
                Words(
                    f"{medicine.code}, {name}; {tries[0].where} ended {tries[0].status}, and told of nothing"
                ),
                medicine.call,
                "Take codes out of use that a release marks as invalid, or say so where one is chosen.",
            )


def asked_for(journey: JourneyView, medicine: Mapping[str, Any]) -> list[ObservationView]:
    """Give the tries to record a medicine by itself that were answered; none is NotShown."""
    codes = (medicine["own_code"] or medicine["code"], medicine["code"])
    tries = [seen for seen in journey.attempts(_dmd.SUPPLY) if seen.given.get("code") in codes]
    if not tries:
        raise NotShown(f"journey {journey.id}: nobody asked for {medicine['display']}")
    return tries


def is_told(seen: ObservationView) -> bool:
    """Whether a notice is about the medicine itself, and not about its quantity or its schedule."""
    of_others = ("eps-item-live", "days", "schedule", "second-request", "owing", "minor", "quantity")
    notices = _dmd.rows(seen.shown.get("notices"))
    return any(row.get("kind") not in of_others and str(row.get("text") or "").strip() for row in notices)


@criterion("DMD-06")
def test_a_medicine_is_called_what_the_release_calls_it(evidence: EvidenceView):
    """The display is the description, or the name, that dm+d has for the code now."""
    for medicine, concept in known_of(evidence):
        expect(
            _dmd.is_named(medicine.display, concept.names),
            f"dm+d's description {in_words(concept.names[0])}",
            medicine.display
            + (", which was its description before" if medicine.display == concept.was else ""),
            medicine.call,
            "Show and send the description of the release in use.",
        )


def known_of(evidence: EvidenceView) -> Iterator[tuple[_dmd.Coded, Concept]]:
    """Give each medicine sent that dm+d is known to have; none at all is NotShown."""
    known, found = dictionary(evidence), 0
    for journey in evidence.each():
        for medicine in _dmd.structured(evidence, journey):
            concept = known.concept(medicine.code)
            if concept is not None:
                found += 1
                yield medicine, concept
    if not found:
        raise NotShown(
            "no code that was sent is in our subset of dm+d; give a release that has them with --dmd",
            blame="configuration",
        )


@criterion("DMD-07")
def test_a_quantity_has_its_unit_in_the_singular_and_coded(evidence: EvidenceView):
    """Text "14 tablet"; the unit's SNOMED code where it has one; days of supply in days of UCUM."""
    for journey in evidence.each():
        medicines = {medicine["code"]: medicine for medicine in _dmd.chosen(journey)}
        for call, dispense, code in dispenses(evidence, journey):
            if code in medicines:
                expect_quantity(call, dispense, medicines[code])
            if dispense.find("f:daysSupply/f:value", N) is not None:
                unit = tuple(value(dispense, f"f:daysSupply/f:{key}") for key in ("system", "code"))
                expect_equal("system and code of days of supply", (UCUM, "d"), unit, call)


def dispenses(evidence: EvidenceView, journey: JourneyView) -> list[tuple[ExchangeView, Any, str]]:
    """Give the dispenses of the documents of a journey, each with the code of its medicine; none is NotShown."""
    found = []
    for message in sent_by(evidence, journey):
        root = read_whole(message)
        read = None if root is None else read_message(root)
        for document in [] if read is None else read.documents:
            resources = entries(document)
            for resource in (one for one in resources if one.kind == "MedicationDispense"):
                to = resolve(resources, value(resource.node, "f:medicationReference/f:reference"))
                codes = values(to.node, "f:code/f:coding/f:code") if to else []
                found.append((message.call, resource.node, [*codes, ""][0]))
    if not found:
        raise NotShown(f"journey {journey.id}: no document has a dispense")
    return found


def expect_quantity(call: ExchangeView, dispense: Any, medicine: Mapping[str, Any]) -> None:
    """Raise NotMet unless a quantity is written with the unit of its medicine, and with that unit's code."""
    texts = [
        squeezed(value(extension, "f:valueString"))
        for extension in dispense.findall("f:quantity/f:extension", N)
        if str(extension.get("url", "")).endswith(QUANTITY_TEXT)
    ]
    unit, written = (
        squeezed(medicine["unit"]).casefold(),
        [text.casefold().partition(" ")[2] for text in texts],
    )
    right = len(texts) == 1 and is_singular(written[0], unit, is_known=bool(medicine["unit_code"]))
    expect(
        right,
        f"the quantity as a text in {in_words(unit)}",
        texts,
        call,
        "Write dm+d's unit, in the singular.",
    )
    if medicine["unit_code"]:
        coded = tuple(value(dispense, f"f:quantity/f:{key}") for key in ("system", "code"))
        expect_equal("system and code of the unit", (SNOMED, medicine["unit_code"]), coded, call)


def is_singular(written: str, unit: str, *, is_known: bool) -> bool:
    """Whether a unit is dm+d's; of a unit that no sheet gives a code for, any is taken but the plural of ours."""
    return written == unit if is_known else written not in ("", f"{unit}s")


@criterion("DMD-09")
def test_what_dmd_says_of_each_code_is_what_was_chosen(evidence: EvidenceView):
    """A code means, in dm+d, the product that was issued or declared; one that nobody here knows is not shown."""
    known, unknown = dictionary(evidence), []
    for journey in evidence.each():
        due = [name for medicine in _dmd.chosen(journey) for name in _dmd.names_of(medicine, known)]
        for medicine in _dmd.structured(evidence, journey):
            concept = known.concept(medicine.code)
            if concept is None:
                unknown.append(medicine.code)
                continue
            right = any(_dmd.is_named(name, due) for name in concept.names)
            said = Words(f"{medicine.code}, which is {concept.names[0]} ({concept.level})")
            expect(right, f"the code of one of {in_words(due)}", said, medicine.call)
    if unknown:
        codes = ", ".join(sorted(set(unknown)))
        raise NotShown(
            f"what {codes} mean is not in our subset of dm+d; give a release with --dmd",
            blame="configuration",
        )


@criterion("DMD-10")
def test_an_appliance_is_coded_from_dmd_as_well(evidence: EvidenceView):
    """Document and claim have the appliance by its code."""
    known = dictionary(evidence)
    for journey in evidence.each():
        device = journey.issued["medicines"][DEVICE]
        if not device.get("own_code"):
            raise NotShown("[medicines] in candidate.toml has no code for device", blame="configuration")
        if device not in _dmd.chosen(journey):
            raise NotShown("no appliance was supplied: it was refused, or not recorded")
        due = _dmd.lawful_codes(device, known)
        for message in _dmd.messages(evidence, journey):
            codes = [_dmd.of_dmd(codings).code for codings in message]
            if message:
                there = any(code in due for code in codes)
                expect(there, f"{device['display']} by its code {device['code']}", codes, message[0][0].call)
