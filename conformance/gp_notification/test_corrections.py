"""Corrections: a new document in place of the one before it, or another e-mail after it.

Source: ITK FHIR Digital Medicines 1.2.9, replacement documents (interface sheet mesh-itk3-nhsmail-mys, section B7,
checks F2 40, 41).
"""

from itertools import pairwise, zip_longest

from cpcs_harness.formats.itk3 import N, value, values
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotApplicable,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    through,
)
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import Words, in_words

from .._shared import lookups
from .._shared.mails import message_id, what_it_says
from .._shared.mesh import sent_by
from ._documents import Notification, number_of, read, text_of
from ._told import MAY_HAVE, Told, by_document, document_id, patients, taken

BESIDE = ("appends", "signs", "transforms")
"""How a document may relate to another by FHIR STU3 without taking its place."""


def correction(told: Told) -> tuple[ObservationView, int]:
    """Give the last correction of a record, and the event before it; none is NotShown."""
    return corrections(told)[-1]


def corrections(told: Told) -> list[tuple[ObservationView, int]]:
    """Give each correction of a record, and the event before it; none is NotShown.

    Whoever tells of a correction by itself may do so before the action has ended.
    """
    return [
        (seen, max((one.seq for one in told.journey.seen if one.seq < seen.seq), default=0))
        for seen in lookups.done(told.journey, told.label, "amend_consultation")
    ]


@criterion("GPM-20")
def test_a_correction_replaces_the_document_before_it(evidence: EvidenceView):
    """A new document, with relatesTo `replaces` and the old one's identifier, about the same patient; each time."""
    for told, apart in through(patients(evidence, "corrected", "correction refused")):
        with apart:
            sent, made = taken(told), corrections(told)
            for ((corrected, began), after), alone in through(zip_longest(made, made[1:])):
                with alone:
                    old, new = parted(sent, corrected, began)
                    at = expect_replaced(told, corrected, old, parted(new, *after)[0] if after else new)
            if told.label == "correction refused":
                due = "the refused correction (20014) told"
                expect(told.is_shown_bad(at.seq), due, Words("nothing"), told.last, timing="absent")


def expect_replaced(
    told: Told, corrected: ObservationView, old: list[Notification], later: list[Notification]
) -> ExchangeView:
    """Raise NotMet unless a correction came as one document in place of the last of the old ones; gives it."""
    new = list(by_document(later).values())
    if not old:
        raise NotShown(f"{corrected.where}: nothing had been sent for {told.label}")
    timing = "repeated" if new else "absent"
    expect(len(new) == 1, "one document after the correction", len(new), told.last, timing=timing)
    composition, at = new[0].only("Composition").node, new[0].call
    own = document_id(new[0]) != document_id(old[-1])
    expect(own, "an identifier of its own", Words("the old one"), at)
    expect_equal("relatesTo", "replaces", value(composition, "f:relatesTo/f:code"), at)
    target = value(composition, "f:relatesTo/f:targetIdentifier/f:value").lower()
    expect_equal("the document replaced", document_id(old[-1]), target, at)
    advice, todo = squeezed(str(corrected.given["advice"])), "Write the record as it is now."
    due, found = f"the correction, {in_words(advice)}", Words("what it corrects")
    expect(advice.casefold() in text_of(new[0]), due, found, at, todo)
    return at


@criterion("GPM-20")
def test_a_document_replaces_none_of_anybody_else(evidence: EvidenceView):
    """Where it says that it replaces one, that is one before it about the same patient, or the record was corrected."""
    for journey in evidence.each():
        messages = [read(journey, message) for message in sent_by(evidence, journey)]
        of = {document_id(message): number_of(message) for message in messages}
        corrected = corrected_in(journey)
        before: set[str] = set()
        for message in messages:
            number, todo = (
                number_of(message),
                "Name in relatesTo what this document replaces; leave it out else.",
            )
            for told in replaced_by(message):
                own = of.get(told) == number and told in before
                unknown = told not in of and number in corrected  # what was never sent may be known there
                due = "relatesTo of a document before it about the patient"
                expect(own or unknown, due, told, message.call, todo)
            before.add(document_id(message))


def replaced_by(message: Notification) -> list[str]:
    """Give the ids of what a document says it replaces; what it appends to, as the report of NHS 111, is another's."""
    related = message.only("Composition").node.findall("f:relatesTo", N)
    return [
        told.lower()
        for one in related
        if value(one, "f:code") not in BESIDE
        for told in values(one, "f:targetIdentifier/f:value")
    ]


def corrected_in(journey: JourneyView) -> set[str]:
    """Give the NHS numbers of a journey's patients whose records were to be corrected."""
    amended = {seen.about for seen in journey.seen if seen.action == "amend_consultation"}
    people = [journey.issued, *journey.also.values()]
    return {one["person"]["nhs_number"] for one in people if one["report"]["document_id"] in amended}


@criterion("GPM-28")
def test_what_is_corrected_while_it_waits_reaches_the_practice_last(evidence: EvidenceView):
    """After the document that waited before it, or in its place; never the old one after the new."""
    for told, apart in through(patients(evidence, "corrected meanwhile")):
        with apart:
            corrected, _ = correction(told)
            sent = list(by_document(message for message in taken(told)).values())
            if not sent and told.mails():
                raise NotApplicable(
                    f"{told.last.where}: the practice was told by e-mail, and nothing waited for MESH"
                )
            if not sent:
                raise NotShown(f"{told.last.where}: nothing was taken about {told.label}")
            advice, last = squeezed(str(corrected.given["advice"])).casefold(), sent[-1]
            todo = "Send what waits for one practice in the order in which it was written."
            expect(
                advice in text_of(last),
                "the correction last",
                Words("what it corrects"),
                last.call,
                todo,
                "order",
            )
            right = sum(advice in text_of(one) for one in sent)
            again = "Show that the correction waits, and write it once."
            expect(right == 1, "one document with the correction", right, last.call, again, "repeated")
            for old, new in pairwise(sent):
                target = value(new.only("Composition").node, "f:relatesTo/f:targetIdentifier/f:value").lower()
                expect_equal("the document replaced", document_id(old), target, new.call)


@criterion("GPM-29")
def test_each_message_has_a_state_of_its_own(evidence: EvidenceView):
    """The first was refused for the patient's sake, and the corrected one accepted: neither makes the other."""
    for told, apart in through(patients(evidence, "refused, then corrected")):
        with apart:
            corrected, began = correction(told)
            old, new = (list(by_document(found).values()) for found in parted(taken(told), corrected, began))
            if not old or not new:
                raise NotShown(f"{told.last.where}: one of two messages about {told.label} was not taken")
            shown = told.states(told.last, "mesh")
            due = "the corrected message delivered (20013, 30001)"
            expect("delivered" in shown, due, shown, told.last, timing="late")
            # Whoever shows the last alone shows one.
            fine = len(shown) == 1 or "failed" in shown
            expect(fine, "the first message failed (20013, 30002)", shown, told.last, timing="late")


@criterion("GPN-13")
def test_a_correction_reaches_the_practice_by_another_email(evidence: EvidenceView):
    """One e-mail with what is right, under a Message-ID of its own, and after any with what was wrong."""
    for told, apart in through(patients(evidence, "corrected", "corrected meanwhile")):
        with apart:
            corrected, began = correction(told)
            mails = [mail for mail in told.mails() if mail.response.start.get("code") in MAY_HAVE]
            if not mails or (told.label == "corrected" and mails[0].seq > began):
                raise NotShown(f"{corrected.where}: no e-mail had told of {told.label}")
            advice = squeezed(str(corrected.given["advice"])).casefold()
            right = [mail for mail in mails if advice in squeezed(what_it_says(mail).text).casefold()]
            todo = "Tell the practice again, with the record as it is now, after what was told before."
            expect(bool(right), "an e-mail with the correction", Words("none"), mails[-1], todo, "absent")
            expect(
                right[-1] is mails[-1],
                "the correction last",
                Words("what it corrects"),
                mails[-1],
                todo,
                "order",
            )
            ids = {message_id(mail) for mail in right}
            expect(
                len(ids) == 1,
                "one e-mail with the correction",
                Words(f"{len(ids)}"),
                right[-1],
                timing="repeated",
            )
            old = {message_id(mail) for mail in mails if mail not in right}
            expect(not ids & old, "a Message-ID of its own", Words("that of the e-mail before it"), right[-1])


def parted(
    sent: list[Notification], corrected: ObservationView, began: int
) -> tuple[list[Notification], list[Notification]]:
    """Give the messages before a correction, and those after it; what was on its way when it came is before it."""
    old = [message for message in sent if message.call.seq < began or is_before(message, corrected)]
    return old, [message for message in sent if message not in old]


def is_before(message: Notification, corrected: ObservationView) -> bool:
    """Say whether a message without what was corrected was sent before the correction was asked for."""
    advice = squeezed(str(corrected.given["advice"])).casefold()
    return message.call.began < corrected.began and advice not in text_of(message)
