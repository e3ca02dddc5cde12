"""The FHIR document that the practice receives: its parts, patient, organisations and medicines.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta (interface sheet mesh-itk3-nhsmail-mys, section
B8).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.formats.fhir.stu3 import unknown_elements
from cpcs_harness.formats.itk3 import is_contained, narrative, references, resolve, value, values
from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    Unseen,
    criterion,
    expect,
    expect_all,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.facts.coded import of_xml
from .._shared.facts.told import TELEPHONE
from .._shared.parties import expect_whole, parties_of
from .._shared.screen import expect_line, expect_name, expect_postcode
from .._shared.text import letters_and_digits, plain_name
from ._documents import NHS_NUMBER, Notification, sent, text_of
from ._kinds import MEDICATIONS, URGENT

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
GPHC = "https://fhir.hl7.org.uk/Id/gphc-number"
VERIFIED = "01"
USUAL, HOME = ("official", "usual", ""), ("home", "")
"""Uses of a name and of an address, the first first; what has none is what the patient goes by."""
PHARMACY = (
    ("the encounter's provider", "Encounter", "f:serviceProvider"),
    ("the custodian", "Composition", "f:custodian"),
)
NAMED = ("f:name", "f:name/f:text", "f:name/f:family", "f:telecom/f:value")
"""Where a name and a telephone stand in what is coded."""
SUPPLY_TYPES = {"emergency-supply", URGENT.type}
"""The profile's code; and the SNOMED CT one that the text of ITK FHIR Digital Medicines 1.2.9 asks for."""


def section(notification: Notification, code: str):
    """Give the section with a code, or None."""
    composition = notification.only("Composition").node
    found = [
        s
        for s in composition.iter("{http://hl7.org/fhir}section")
        if code in values(s, "f:code/f:coding/f:code")
    ]
    return found[0] if len(found) == 1 else None


@criterion("GPM-07")
def test_the_message_has_no_element_that_fhir_has_not(evidence: EvidenceView):
    """Each element of the message, in envelope and document, is one that FHIR STU3 has where it stands."""
    for notification in sent(evidence):
        todo = "Name elements as FHIR STU3 does: whoever validates what arrives refuses the others."
        for first in notification.document[:1]:
            unknown = unknown_elements(first.node.getroottree().getroot())
            expect_none("element that FHIR STU3 has not", unknown, notification.call, todo)


@criterion("GPM-07")
def test_the_document_hangs_together(evidence: EvidenceView):
    """Composition first, of the right type; mandatory sections once; every reference leads somewhere inside."""
    for notification in sent(evidence):
        first = notification.document[0].kind if notification.document else "nothing"
        expect_equal("the document's first entry", "Composition", first, notification.call)
        composition = notification.only("Composition").node
        kinds = values(composition, "f:type/f:coding/f:code")
        due = notification.kind.type
        expect(due in kinds, f"the document's type {due}", kinds, notification.call)
        for code, title in notification.kind.sections.items():
            expect(
                section(notification, code) is not None,
                f"section {title} ({code}) exactly once",
                Words("not once"),
                notification.call,
            )
        dangling = [
            f"{resource.kind} -> {reference}"
            for resource in notification.document
            for reference in references(resource.node)
            if resolve(notification.document, reference) is None and not is_contained(resource, reference)
        ]
        expect_none(
            "reference that leads nowhere",
            dangling,
            notification.call,
            "Put every resource into the document.",
        )


@criterion("GPM-08")
def test_the_document_is_about_the_patient_who_was_supplied(evidence: EvidenceView):
    """NHS number, verified; name, birth date, gender and address."""
    for notification in sent(evidence):
        due, patient, call = notification.journey.person, notification.only("Patient").node, notification.call
        number = [i for i in patient.findall("{*}identifier") if value(i, "f:system") == NHS_NUMBER]
        expect_equal("the NHS number", [due["nhs_number"]], [value(i, "f:value") for i in number], call)
        status = value(number[0], "f:extension/f:valueCodeableConcept/f:coding/f:code")
        expect_equal("its verification status", VERIFIED, status, call)
        name, home = current(patient, "name", USUAL), current(patient, "address", HOME)
        expect_name("the family name", due["family"], value(name, "f:family"), call)
        given = "" if name is None else " ".join(values(name, "f:given"))
        expect_name("the given name", due["given"], given, call)
        expect_equal("the birth date", [due["birth_date"]], values(patient, "f:birthDate"), call)
        expect_equal("the gender", [due["gender"]], values(patient, "f:gender"), call)
        expect_postcode(due["postcode"], value(home, "f:postalCode"), call)
        expect_line(due["address"][0], [] if home is None else values(home, "f:line"), call)
        expect_whole(of_xml(notification.message.root), parties_of(notification.journey.issued)[:1], call)


def current(patient, part: str, uses: tuple[str, ...]):
    """Give the name or the address that a patient goes by, by its use, wherever it stands; None where there is none.

    FHIR gives their order no meaning: a maiden or a temporary one may stand first.
    """
    found = {value(node, "f:use"): node for node in reversed(patient.findall(f"{{*}}{part}"))}
    return next((found[use] for use in uses if use in found), None)


@criterion("GPM-09")
def test_the_document_names_practice_and_pharmacy(evidence: EvidenceView):
    """Section, custodian and encounter lead to practice and pharmacy; every dispense's performer to the pharmacist."""
    for notification in sent(evidence):
        issued, call = notification.journey.issued, notification.call
        practice = section(notification, "886711000000101")
        entries = values(practice, "f:entry/f:reference") if practice is not None else []
        named = [identifier(resolve(notification.document, reference), ODS) for reference in entries]
        expect(
            issued["person"]["practice"]["ods"] in named,
            f"practice {issued['person']['practice']['ods']}",
            named,
            call,
        )
        for what, kind, path in PHARMACY:
            found = resolve(notification.document, value(notification.only(kind).node, f"{path}/f:reference"))
            expect_equal(what, issued["premises"]["ods"], identifier(found, ODS), call)
        for dispense in [
            resource for resource in notification.document if resource.kind == "MedicationDispense"
        ]:
            found = person_of(notification, value(dispense.node, "f:performer/f:actor/f:reference"))
            expect_equal("the performer", issued["pharmacist"]["gphc"], identifier(found, GPHC), call)
            for behalf in values(dispense.node, "f:performer/f:onBehalfOf/f:reference"):
                found = resolve(notification.document, behalf)
                expect_equal("on whose behalf", issued["premises"]["ods"], identifier(found, ODS), call)
        expect_named_there(notification)
        expect_whole(of_xml(notification.message.root), parties_of(issued)[1:], call)


def expect_named_there(notification: Notification) -> None:
    """Raise NotMet unless a reader learns who saw the patient, and whom to ring: in the text or in what is coded."""
    issued = notification.journey.issued
    coded = [
        said
        for resource in notification.document
        if resource.kind in ("Organization", "Practitioner")
        for path in NAMED
        for said in values(resource.node, path)
    ]
    words = " ".join([text_of(notification), *coded])
    telephone = letters_and_digits(issued["premises"]["telephone"])[-TELEPHONE:]
    due = {
        f"the pharmacy's name {in_words(issued['premises']['name'])}": plain_name(issued["premises"]["name"])
        in plain_name(words),
        f"the pharmacy's telephone …{telephone}": telephone in letters_and_digits(words),
        f"the pharmacist {in_words(issued['pharmacist']['family'])}": plain_name(
            issued["pharmacist"]["family"]
        )
        in plain_name(words),
    }
    missing = [Words(what) for what, said in due.items() if not said]
    expect_all("who saw the patient, and where", missing, notification.call, "Say who, and whom to ring.")


def person_of(notification: Notification, reference: str):
    """Give the practitioner that a reference means, be it by way of a role."""
    found = resolve(notification.document, reference)
    if found is not None and found.kind == "PractitionerRole":
        return resolve(notification.document, value(found.node, "f:practitioner/f:reference"))
    return found


def identifier(resource, system: str) -> str:
    """Give a resource's identifier in a system."""
    found = [] if resource is None else resource.node.findall("{*}identifier")
    return next((value(element, "f:value") for element in found if value(element, "f:system") == system), "")


@criterion("GPM-10")
def test_what_was_supplied_is_what_the_document_says(evidence: EvidenceView):
    """One dispense for one item supplied, and none for what was recommended; each named in the text."""
    for notification, apart in through(sent(evidence)):
        with apart:
            call, dispenses = notification.call, of_kind(notification, "MedicationDispense")
            if notification.kind is not URGENT:
                expect_none("dispense where nothing was supplied", [d.id for d in dispenses], call)
                told = notification.journey.observation("record_consultation").given.get("products") or []
                expect_named(notification, told, notification.only("Composition").node)
                continue
            supplied = supplied_to(notification)
            expect_equal("the number of dispenses", len(supplied), len(dispenses), call)
            unseen = Unseen()
            for item in supplied:
                with unseen:
                    expect_dispense(notification, item, dispenses)
            medications = section(notification, MEDICATIONS)
            expect(
                medications is not None, "one section Medications and medical devices", Words("not one"), call
            )
            expect_led_to(notification, medications)
            expect_named(notification, supplied, medications)
            unseen.tell()


def supplied_to(notification: Notification) -> list[Mapping[str, Any]]:
    """Give the items that were recorded as supplied, as they were given, one by one or several at once."""
    seen = notification.journey.observations("supply_medicine")
    return [item for one in seen for item in one.given.get("items") or [one.given]]


def of_kind(notification: Notification, kind: str) -> list:
    """Give the resources of a type in the document."""
    return [resource for resource in notification.document if resource.kind == kind]


def expect_dispense(notification: Notification, given: Mapping[str, Any], dispenses: list) -> None:
    """Raise NotMet unless a dispense of the item says what was supplied, and is listed."""
    call, code = notification.call, medicine(notification, given)["code"]
    dispense = next((one for one in dispenses if code in codes_of(notification, one.node)), None)
    expect(dispense is not None, f"a dispense of {code}", [one.id for one in dispenses], call)
    node = dispense.node
    kinds = set(values(node, "f:type/f:coding/f:code"))
    expect(bool(kinds & SUPPLY_TYPES), f"a type of {in_words(sorted(SUPPLY_TYPES))}", sorted(kinds), call)
    expect_equal("the quantity", float(given["quantity"]), number(value(node, "f:quantity/f:value")), call)
    days = number(value(node, "f:daysSupply/f:value"))
    expect_equal("the days of supply", float(given["days_supply"]), days, call)
    lists = [resource.node for resource in of_kind(notification, "List")]
    listed = [to for node in lists for to in values(node, "f:entry/f:item/f:reference")]
    found = [resolve(notification.document, reference) for reference in listed]
    expect(dispense in found, "the dispense in the list", listed, call)


def expect_led_to(notification: Notification, medications) -> None:
    """Raise NotMet unless the section of medicines leads to the list of what was handed out, or to each dispense."""
    sections = medications.iter("{http://hl7.org/fhir}section")  # itself, and those within it
    named = [to for one in sections for to in values(one, "f:entry/f:reference")]
    entries = [resolve(notification.document, reference) for reference in named]
    lists = [found for found in of_kind(notification, "List") if found in entries]
    listed = [reference for found in lists for reference in values(found.node, "f:entry/f:item/f:reference")]
    reached = [*entries, *(resolve(notification.document, reference) for reference in listed)]
    lost = [one.id for one in of_kind(notification, "MedicationDispense") if one not in reached]
    expect_none("dispense that the section of medicines does not lead to", lost, notification.call)


def expect_named(notification: Notification, items: Iterable[Mapping[str, Any]], node) -> None:
    """Raise NotMet unless dm+d's name of each item stands in the text of a section, or of any within a composition."""
    sections = [node, *node.iter("{http://hl7.org/fhir}section")]
    words = " ".join(narrative(found) for found in sections)
    for item, apart in through(items):
        with apart:
            display = medicine(notification, item)["display"]
            named = plain_name(display) in plain_name(words)
            expect(named, f"{in_words(display)} in the text", words, notification.call)


def medicine(notification: Notification, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the medicine that an item was recorded by, of those that were issued; NotShown where it is none of them."""
    issued = notification.journey.issued["medicines"].values()
    found = next((one for one in issued if one["own_code"] and one["own_code"] == item.get("code")), None)
    if found is None:
        raise NotShown(
            f"{notification.call.where}: {item.get('code')} is no medicine of the journey", "harness"
        )
    return found


def codes_of(notification: Notification, node) -> list[str]:
    """Give the codes that a dispense stands under: its own, or those of the medication that it refers to."""
    found = resolve(notification.document, value(node, "f:medicationReference/f:reference") or "none")
    own = values(node, "f:medicationCodeableConcept/f:coding/f:code")
    return own + ([] if found is None else values(found.node, "f:code/f:coding/f:code"))


def number(written: str) -> float | None:
    """Read a decimal; None when it is none."""
    try:
        return float(written)
    except ValueError:
        return None
