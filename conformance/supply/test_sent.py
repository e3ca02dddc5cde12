"""What was recorded as supplied goes out as it was recorded: every item, and no other.

Source: Toolkit, GP notification message (outbound); GP Connect DigiMeds emergency supply guide 1.3.0-public-beta
(interface sheet mesh-itk3-nhsmail-mys, section B8, checks F3 52 and 54); models of the project.
"""

from collections.abc import Sequence

from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, criterion, expect, expect_none, through
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.dispensed import Dispense, dispensed
from .._shared.recommended import is_recommended
from .._shared.text import plain_name
from ._recorded import Item, Patient, supplied
from ._sent import (
    claimed,
    claims,
    documents,
    holds_quantity,
    mails,
    onward,
    text_of,
)

SEVERAL = 2
TODO = "Send each item as it was recorded, and nothing of another."


@criterion("SUP-01")
def test_the_practice_is_told_what_was_recorded(evidence: EvidenceView):
    """Each item by code, quantity, days and directions; of an e-mail by name, quantity and directions."""
    looked = []
    for patient, apart in through(supplied(evidence)):
        with apart:
            looked.append(expect_told(patient))
    if max(looked) < SEVERAL:
        raise NotShown("no practice was told of a patient to whom several items were supplied")


def expect_told(patient: Patient) -> int:
    """Raise NotMet unless a practice was told of each item; gives of how many, 0 where it was told nothing."""
    due, told = patient.items, 0
    for message in documents(patient):
        found = dispensed(message)
        if found is not None:
            expect_items(due, found, message.call)
            told = len(due)
    for mail in mails(patient):
        expect_words(due, text_of(mail), mail)
        told = len(due)
    return told


def expect_items(due: Sequence[Item], found: Sequence[Dispense], call: ExchangeView) -> None:
    """Raise NotMet unless a document has each item once, and none besides."""
    left = list(found)
    for item in due:
        match = next((dispense for dispense in left if says(dispense, item)), None)
        near = [dispense for dispense in left if item.code in dispense.codes]
        expect(
            match is not None,
            f"{item_in_words(item)} in the message",
            near or Words("no such medicine"),
            call,
            TODO,
        )
        left.remove(match)
    expect_none("medicine that was not recorded as supplied", left, call)


def says(dispense: Dispense, item: Item) -> bool:
    """Say whether a medicine in a message is the one that was recorded."""
    same = item.code in dispense.codes and dispense.quantity == item.quantity
    return same and dispense.days == item.days and item.dosage.casefold() in dispense.dosage.casefold()


def expect_words(due: Sequence[Item], text: str, call: ExchangeView) -> None:
    """Raise NotMet unless a text names each item, with its quantity and its directions."""
    for item in due:
        expect(
            plain_name(item.display) in plain_name(text),
            f"{item.display} in the text",
            Words("not there"),
            call,
        )
        written = holds_quantity(text, item.quantity)
        expect(written, f"the quantity of {item_in_words(item)} in the text", Words("no such number"), call)
        expect(
            item.dosage.casefold() in text,
            f"the directions {in_words(item.dosage)} in the text",
            Words("not there"),
            call,
        )


def item_in_words(item: Item) -> str:
    """Give an item for a message."""
    return f"{item.display} ({item.code}), quantity {item.quantity:g}, {item.days or 0:g} days, {in_words(item.dosage)}"


@criterion("SUP-10")
def test_what_is_claimed_is_what_was_recorded(evidence: EvidenceView):
    """Each item by code and quantity; no other but what was recommended; of an owing what was handed out, or all."""
    several = 0
    for patient, apart in through(supplied(evidence)):
        with apart:
            for call, alone in through(claims(patient)):
                with alone:
                    found, due = claimed(call), patient.items
                    if found is not None:
                        expect_none(
                            "item that was not recorded as supplied", besides(due, found, call, patient), call
                        )
                        several = max(several, len(due))
    if several < SEVERAL:
        raise NotShown("no claim was made for a patient to whom several items were supplied")


def besides(
    due: Sequence[Item], found: Sequence[Dispense], call: ExchangeView, patient: Patient
) -> list[Dispense]:
    """Give what a claim has besides each item, and what was recommended; NotMet where it lacks an item."""
    left, said = list(found), patient.of("record_consultation")
    for item in due:
        amounts = (item.quantity, item.quantity + item.owing)
        right = (
            dispense for dispense in left if item.code in dispense.codes and dispense.quantity in amounts
        )
        match = next(right, None)
        near = [dispense for dispense in left if item.code in dispense.codes]
        expect(
            match is not None,
            f"{item_in_words(item)} in the claim",
            near or Words("no such item"),
            call,
            TODO,
        )
        left.remove(match)
    return [item for item in left if not is_recommended(item, said, patient.issued)]


@criterion("SUP-11")
def test_the_next_pharmacy_is_told_what_was_supplied_already(evidence: EvidenceView):
    """By name, quantity and directions: they hand out the rest, and not the same once more."""
    looked = False
    for patient, apart in through(supplied(evidence)):
        with apart:
            for call, alone in through(onward(patient)):
                with alone:
                    expect_words(patient.items, text_of(call), call)
                    looked = True
    if not looked:
        raise NotShown("nobody to whom a part was supplied was referred onward")
