"""The document agrees with itself: its text with its codes, and each part that names somebody with who they are.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta, headings and message structure (interface sheet
mesh-itk3-nhsmail-mys, sections B7 and B8, checks F3 44, 46, 50, 51, 53, 54 and 57).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cpcs_harness.formats.itk3 import Resource, narrative, resolve, value, values
from cpcs_harness.judging import EvidenceView, criterion, expect, expect_equal, expect_none, through
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.times import moment_of

from .._shared.dispensed import number
from .._shared.facts.days import days_in
from .._shared.recorded import expect_gender
from .._shared.text import letters_and_digits, plain_name
from .._shared.verified import doubts
from ._documents import NHS_NUMBER, Notification, sent
from ._emails import stands_alone
from ._kinds import DEMOGRAPHICS, DISTRIBUTION, MEDICATIONS, PRACTICE
from .test_document import GPHC, HOME, ODS, current, identifier, of_kind, person_of, section
from .test_parts import is_between, referred_at

TODO = "Make text and codes from one record."
OF_A_PATIENT = ("subject", "patient")
CARRIED = {
    "Composition": ("subject", "encounter"),
    "Encounter": ("subject",),
    "List": ("subject",),
    "MedicationDispense": ("subject", "context"),
}
"""References that are mandatory in each resource of a kind, by FHIR STU3, by profile and by the guide to dispenses.

A composition's encounter the guide has systems support, and here there always is one.
"""
OF_THE_PRACTICE = {PRACTICE: "the practice", DISTRIBUTION: "recipients"}
"""Sections that name the practice; the second one need not be there."""
STATUS, VERIFIED = "f:extension/f:valueCodeableConcept/f:coding/f:code", "01"
N = {"f": "http://hl7.org/fhir", "h": "http://www.w3.org/1999/xhtml"}


@criterion("GPM-45")
def test_text_and_codes_agree(evidence: EvidenceView):
    """Each section's text has what its entries say, and every part of the document is of one patient and pharmacist."""
    for notification, apart in through(sent(evidence)):
        with apart:
            expect_one_patient(notification)
            expect_author(notification)
            expect_named(notification)
            expect_told_of_people(notification)
            for dispense, alone in through(of_kind(notification, "MedicationDispense")):
                with alone:
                    expect_dispense(notification, dispense)


def expect_one_patient(notification: Notification) -> None:
    """Raise NotMet unless every subject is the one patient, and the patient's practice the registered one."""
    call, patient = notification.call, notification.only("Patient")
    for resource in notification.document:
        for name in CARRIED.get(resource.kind, ()):
            told = value(resource.node, f"f:{name}/f:reference") or Words("none")
            expect(told != Words("none"), f"a {name} of {resource.kind}", told, call, TODO)
        for name in OF_A_PATIENT:
            for to in values(resource.node, f"f:{name}/f:reference"):
                found = resolve(notification.document, to)
                expect(found == patient, f"the {name} of {resource.kind} to be the patient", to, call, TODO)
    practice = resolve(notification.document, value(patient.node, "f:generalPractitioner/f:reference"))
    if practice is not None and identifier(practice, ODS):
        due = notification.journey.issued["person"]["practice"]["ods"]
        expect_equal("the patient's practice", due, identifier(practice, ODS), call, TODO)


def expect_author(notification: Notification) -> None:
    """Raise NotMet unless pharmacist or pharmacy is the author, and the document is dated when it was made."""
    call, issued = notification.call, notification.journey.issued
    composition = notification.only("Composition").node
    authors = [
        person_of(notification, to) or resolve(notification.document, to)
        for to in values(composition, "f:author/f:reference")
    ]
    numbers = {identifier(found, system) for found in authors for system in (GPHC, ODS)} - {""}
    due = {issued["pharmacist"]["gphc"], issued["premises"]["ods"]}
    expect(
        bool(numbers) and numbers <= due, f"an author of {in_words(sorted(due))}", sorted(numbers), call, TODO
    )
    told = value(composition, "f:date")
    right = is_between(told, referred_at(notification), moment_of(call.clock))
    expect(right, "the document's date, when it was made", told or Words("none"), call)


def expect_named(notification: Notification) -> None:
    """Raise NotMet unless organisations and pharmacist have the names that their codes stand for."""
    issued, call = notification.journey.issued, notification.call
    held = {known["ods"]: known for known in (issued["person"]["practice"], issued["premises"])}
    for found in of_kind(notification, "Organization"):
        ods, told = identifier(found, ODS), value(found.node, "f:name")
        if ods in held and told:
            expect_equal(f"the name of {ods}", plain_name(held[ods]["name"]), plain_name(told), call, TODO)
    pharmacist = issued["pharmacist"]
    for found in of_kind(notification, "Practitioner"):
        told = " ".join(values(found.node, "f:name/f:family") or values(found.node, "f:name/f:text"))
        if identifier(found, GPHC) == pharmacist["gphc"] and told:
            named = plain_name(pharmacist["family"]) in plain_name(told)
            expect(named, f"the pharmacist {pharmacist['family']}", told, call, TODO)
    for target, told in _displays(notification):
        due = _name_of(target)
        expect(
            not due or plain_name(due) in plain_name(told),
            f"{target.kind} {in_words(due)} as {in_words(due)}",
            told,
            call,
            TODO,
        )


def _displays(notification: Notification) -> Iterator[tuple[Resource, str]]:
    """Give each resource of the document that is referred to with words, and the words."""
    for resource in notification.document:
        for node in resource.node.iterfind(".//f:display/..", N):
            found = resolve(notification.document, value(node, "f:reference") or "none")
            if found is not None:
                yield found, value(node, "f:display")


def _name_of(resource: Resource) -> str:
    """Give what must stand in the words for a resource: a family name, an organisation's, a medicine's."""
    paths = {
        "Patient": "f:name/f:family",
        "Practitioner": "f:name/f:family",
        "Organization": "f:name",
        "Medication": "f:code/f:coding/f:display",
    }
    path = paths.get(resource.kind)
    found = values(resource.node, path) if path else []
    return found[0] if len(found) == 1 else ""


def expect_told_of_people(notification: Notification) -> None:
    """Raise NotMet unless the texts on patient, practice and recipients name them, and give no other birth date."""
    issued, call = notification.journey.issued, notification.call
    person = issued["person"]
    about = _words(notification, DEMOGRAPHICS)
    for what, due in (("family name", person["family"]), ("given name", person["given"])):
        expect(
            plain_name(due) in plain_name(about),
            f"{what} {in_words(due)} in the text on the patient",
            about,
            call,
            TODO,
        )
    expect_gender(_lines(notification, DEMOGRAPHICS), person, call)
    expect_none("number that is sure in codes and not in the text", unsure(notification), call, TODO)
    others = [written for written, day in days_in(about) if day != person["birth_date"]]
    expect_none("other date in the text on the patient", others, call, TODO)
    expect_none("thing that codes alone say of the patient", untold(notification, about), call, TODO)
    due = person["practice"]["name"]
    for code, what in OF_THE_PRACTICE.items():
        if code == PRACTICE or section(notification, code) is not None:
            said = _words(notification, code)
            named = plain_name(due) in plain_name(said)
            expect(named, f"{in_words(due)} in the text on {what}", said, call, TODO)


def untold(notification: Notification, about: str) -> list[str]:
    """Give what of birth date, NHS number and address the patient has in codes and not in the text."""
    patient, told = notification.only("Patient").node, letters_and_digits(about)
    days = {day for _, day in days_in(about)}
    numbers = [one for one in patient.iterfind("f:identifier", N) if value(one, "f:system") == NHS_NUMBER]
    written = [value(one, "f:value") for one in numbers]
    home = current(patient, "address", HOME)
    written += [] if home is None else [*values(home, "f:line"), *values(home, "f:postalCode")]
    dates = [day for day in values(patient, "f:birthDate") if day not in days]
    return [*dates, *(one for one in written if letters_and_digits(one) not in told)]


def unsure(notification: Notification) -> list[str]:
    """Give the lines on the patient that call an NHS number not verified whose status is coded as verified (01)."""
    patient = notification.only("Patient").node
    sure = [
        value(one, "f:value")
        for one in patient.iterfind("f:identifier", N)
        if value(one, "f:system") == NHS_NUMBER and value(one, STATUS) == VERIFIED
    ]
    about = _lines(notification, DEMOGRAPHICS)
    return [line for number in sure for line in doubts(about, letters_and_digits(number))]


def expect_dispense(notification: Notification, dispense: Resource) -> None:
    """Raise NotMet unless the text has a dispense's name, quantity and directions, and these are the recorded ones."""
    call, node, text = notification.call, dispense.node, _words(notification, MEDICATIONS)
    codes, names = _coded(notification, node)
    item = _recorded(notification, codes)
    expect(item is not None, "a medicine that was recorded as supplied", sorted(codes), call, TODO)
    for name in names:
        expect(plain_name(name) in plain_name(text), f"{in_words(name)} in the text", text, call, TODO)
        expect_equal("the medicine's name", plain_name(item.get("display")), plain_name(name), call, TODO)
    amount, unit = (value(node, f"f:quantity/f:{part}") for part in ("value", "unit"))
    written = f"{number(amount) or 0:g}"
    expect(stands_alone(written, text.casefold()), f"the quantity {written} in the text", text, call, TODO)
    if unit and item.get("unit"):
        same = letters_and_digits(str(item["unit"])) in letters_and_digits(unit)
        expect(same, f"the unit {in_words(item['unit'])}", unit, call, TODO)
    said = value(node, "f:quantity/f:extension/f:valueString")
    if said:
        expect(stands_alone(written, said), f"the quantity {written} in its words", said, call, TODO)
        same = letters_and_digits(str(item.get("unit") or "")) in letters_and_digits(said)
        expect(same, f"the unit {in_words(str(item.get('unit')))} in the quantity's words", said, call, TODO)
    expect_directions(
        item, squeezed(" ".join(values(node, "f:dosageInstruction/f:text"))), text, notification
    )


def expect_directions(item: Any, coded: str, text: str, notification: Notification) -> None:
    """Raise NotMet unless directions are those that were recorded, where they are coded and in the text."""
    due = squeezed(str(item.get("dosage") or "")).casefold()
    for where, told in (("codes", coded), ("text", text if coded else "")):
        if due and told:
            expect(
                due in told.casefold(),
                f"the directions {in_words(due)} in the {where}",
                told,
                notification.call,
                TODO,
            )


def _coded(notification: Notification, node: Any) -> tuple[set[str], list[str]]:
    """Give the codes that a dispense stands under, and its names."""
    medication = resolve(notification.document, value(node, "f:medicationReference/f:reference") or "none")
    places = [(node, "f:medicationCodeableConcept/f:coding")]
    if medication is not None:
        places.append((medication.node, "f:code/f:coding"))
    codes = {code for found, path in places for code in values(found, f"{path}/f:code")}
    return codes, [name for found, path in places for name in values(found, f"{path}/f:display")]


def _recorded(notification: Notification, codes: set[str]) -> Any:
    """Give the item with one of some codes, as it was recorded; None where there is none."""
    for seen in notification.journey.observations("supply_medicine"):
        several = seen.shown.get("items")
        listed = several if isinstance(several, list) and several else [seen.shown.get("item")]
        for item in listed:
            if isinstance(item, dict) and str(item.get("code")) in codes:
                return {**item, "dosage": seen.given.get("dosage")}
    return None


def _lines(notification: Notification, code: str) -> str:
    """Give the text of a section, a line for each part of it."""
    found = section(notification, code)
    division = None if found is None else found.find("f:text/h:div", N)
    return "" if division is None else "\n".join(division.itertext())


def _words(notification: Notification, code: str) -> str:
    found = section(notification, code)
    return "" if found is None else narrative(found)


@criterion("GPM-46")
def test_each_document_goes_once(evidence: EvidenceView):
    """MESH takes one document for one consultation, once: a second one is sent only where no answer came."""
    for journey in evidence.each():
        taken = [found for found in sent(evidence) if found.journey.id == journey.id]
        taken = [found for found in taken if found.call.response.status in (200, 202)]
        calls = [found.call for found in taken]
        if len(calls) > 1:
            at = calls[1]
            todo = "Keep what was sent, and send it again only where MESH gave no answer."
            expect(False, "one document for the consultation", Words(f"{len(calls)}"), at, todo, "repeated")
