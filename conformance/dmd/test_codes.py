"""Medicines in what is sent are described by dm+d: system, code and display, the same throughout.

Source: ITK FHIR Digital Medicines guide 1.2.9, Medication (interface sheet dos-eps-rtec-scr-dmd, section 6).
"""

from collections.abc import Iterator, Mapping

from cpcs_harness.formats.mail import read_mail
from cpcs_harness.formats.snomed import why_not_a_dmd_code
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotShown,
    Unseen,
    criterion,
    expect,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.dictionary import dictionary
from .._shared.text import plain_name
from . import _medicines as _dmd


@criterion("DMD-01")
def test_each_medicine_is_described_as_dmd_describes_it(evidence: EvidenceView):
    """A well-formed dm+d code in the system that its message wants, and dm+d's own words."""
    known = dictionary(evidence)
    for journey in evidence.each():
        medicines = _dmd.chosen(journey)
        for medicine in _dmd.structured(evidence, journey):
            wrong = why_not_a_dmd_code(medicine.code)
            expect(
                wrong == "",
                "a dm+d code",
                Words(f"{in_words(medicine.code)}: {wrong}"),
                medicine.call,
                "Send the code, not a text.",
            )
            systems = _dmd.SYSTEMS[medicine.call.service]
            expect(
                medicine.system in systems, f"a system of {in_words(systems)}", medicine.system, medicine.call
            )
            own = [chosen for chosen in medicines if medicine.code in _dmd.lawful_codes(chosen, known)]
            due = [name for chosen in own or medicines for name in _dmd.names_of(chosen, known)]
            named = _dmd.is_named(medicine.display, due)
            expect(named, f"the display to be one of {in_words(due)}", medicine.display, medicine.call)
        if journey.pathway == "minor-illness":
            for call in journey.exchanges("nhsmail", "submit"):
                text = plain_name(read_mail(call.request.body).text)
                for chosen in medicines:
                    names = _dmd.names_of(chosen, known)
                    named = any(plain_name(name) in text for name in names)
                    expect(named, f"dm+d's words {in_words(names[0])}", Words("not in the e-mail"), call)


@criterion("DMD-02")
def test_the_medicine_sent_is_the_medicine_chosen(evidence: EvidenceView):
    """The code shown when it was chosen is the code in the practice's message and in the claim."""
    known = dictionary(evidence)
    for journey in evidence.each():
        due = sorted({code for chosen in _dmd.chosen(journey) for code in _dmd.lawful_codes(chosen, known)})
        for medicine in _dmd.structured(evidence, journey):
            expect(
                medicine.code in due, f"the code sent to be of {in_words(due)}", medicine.code, medicine.call
            )
        if journey.pathway == "urgent-medicines":
            for seen in journey.observations(_dmd.SUPPLY):
                others = [code for code in _dmd.shown_codes(seen) if code not in due]
                expect_none(f"code recorded that is not of {in_words(due)}", others, seen)
        else:
            recorded = journey.observation(_dmd.CONSULTATION)
            kept = recorded.shown.get("consultation")
            products = _dmd.rows(kept.get("products")) if isinstance(kept, Mapping) else []
            codes = [product.get("code") for product in products]
            right = len(codes) == len(recorded.given.get("products") or []) and all(
                code in due for code in codes
            )
            expect(right, f"the product recorded to be of {in_words(due)}", codes, recorded)


@criterion("DMD-03")
def test_codes_are_texts_and_not_rounded(evidence: EvidenceView):
    """In JSON a code is a text; nowhere is one what a double makes of it."""
    known = dictionary(evidence)
    for journey in evidence.each():
        for call in journey.exchanges("mys", "submit_claim"):
            numbers = [code for code in raw_codes(call.request.json) if not isinstance(code, str)]
            expect_none("code of a medicine that is no text", numbers, call, "Send codes as JSON strings.")
        codes = {code for chosen in _dmd.chosen(journey) for code in _dmd.lawful_codes(chosen, known)}
        rounded = {str(int(float(code))): code for code in codes}
        for medicine in _dmd.structured(evidence, journey):
            due = rounded.get(medicine.code, medicine.code)
            is_rounded = medicine.code not in codes and due != medicine.code
            expect(not is_rounded, f"code {due}", Words(f"{medicine.code}, which is rounded"), medicine.call)


def raw_codes(node: object) -> Iterator[object]:
    """Give every code of a medicine in a JSON body as it stands there."""
    waiting = [node]
    while waiting:
        held = waiting.pop()
        if isinstance(held, dict):
            for name in ("productOrService", "medicationCodeableConcept"):
                concept = held.get(name)
                codings = concept.get("coding") if isinstance(concept, dict) else None
                for coding in codings if isinstance(codings, list) else []:
                    if isinstance(coding, dict) and "code" in coding:
                        yield coding["code"]
            waiting += held.values()
        elif isinstance(held, list):
            waiting += held


@criterion("DMD-04")
def test_a_message_codes_all_its_medicines_by_one_system(evidence: EvidenceView):
    """One system stands with each medicine of a message; others may stand beside it."""
    for journey in evidence.each():
        unseen = Unseen()
        for call in journey.exchanges("mys", "submit_claim"):
            with unseen:
                expect_one_system(call, _dmd.everywhere_in_claim(call))
        if journey.pathway == "urgent-medicines":
            for medicines, apart in through(_dmd.documents(evidence, journey)):
                with apart:
                    if medicines:
                        expect_one_system(medicines[0][0].call, medicines)
        unseen.tell()


def expect_one_system(call: ExchangeView, medicines: list[_dmd.Codings]) -> None:
    """Raise NotMet unless some system that a message may use codes all its medicines; none at all is NotShown."""
    if not medicines:
        raise NotShown(f"{call.where} has no medicine")
    systems = [sorted({coded.system for coded in codings}) for codings in medicines]
    shared = set(_dmd.SYSTEMS[call.service]).intersection(*systems)
    expect(
        bool(shared),
        f"one system of {in_words(_dmd.SYSTEMS[call.service])} for each medicine",
        systems,
        call,
        "Code every medicine of a message by the same system, written the same way.",
    )
