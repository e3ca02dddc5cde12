"""Telling practices while MESH is in trouble, where there is nobody to tell, and after a correction.

Source: MESH API specification 2.0.0; ITK3 Messaging Distribution 2.10.0, replacement and duplicates; PSNC,
Notifications from pharmacy systems to GP practice systems (interface sheet mesh-itk3-nhsmail-mys, sections A7, B7, C2,
checks F1 13, 19 to 21, F2 38 to 41, F3 47, F4 73 and F5 77, 79).
"""

from collections.abc import Iterator

from cpcs_harness.formats.itk3 import value
from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal, expect_none

from .._shared import lookups
from .._shared.mails import envelope_recipients, message_id
from .._shared.mesh import UNANSWERED
from ._documents import Notification
from ._told import TAKEN, Told, documents, number_of


def patients(evidence: EvidenceView, *labels: str) -> Iterator[Told]:
    """Go through some patients of the journeys."""
    for journey in evidence.each():
        for label in labels:
            yield Told(evidence, journey, label)


def taken(told: Told) -> list[Notification]:
    """Give the messages about a patient that MESH took, in order."""
    return [message for message in told.messages() if message.call.response.status in TAKEN]


def document_id(message: Notification) -> str:
    """Give the identifier that stands for a document, whatever message carries it."""
    return value(message.only("Composition").node, "f:identifier/f:value").lower()


def tells_by_nhsmail_alone(told: Told) -> bool:
    """Say whether a minor illness is told by e-mail, as the lower cell asks, and nothing of the journey over MESH."""
    journey = told.journey
    by_mesh = journey.exchanges("mesh", "send_message", at_least=0)
    return journey.pathway == "minor-illness" and bool(told.mails()) and not by_mesh


@criterion("GPM-17")
def test_a_message_whose_answer_was_lost_is_sent_again_as_the_same(evidence: EvidenceView):
    """The same document, under one identifier, so that the practice counts one; and no e-mail besides."""
    for told in patients(evidence, "answer lost"):
        sent = told.messages()
        if not sent:
            raise NotShown(f"{told.last.where}: nothing was sent for {told.label}")
        waits = "sent" not in told.states(told.last)
        at = sent[-1].call
        again = (
            len(sent) > 1 or sent[0].call.response.status != UNANSWERED
        )  # of one in chunks the first try is none
        expect(again or waits, "the message sent once more", "once, and called sent", at)
        ids = sorted({document_id(message) for message in sent})
        expect_equal("documents", 1, len(ids), at, "Keep what was sent, and send that.")
        expect_none("e-mail besides", told.mails(), at)


@criterion("GPM-18")
def test_what_waits_for_mesh_is_visible_and_then_sent_once(evidence: EvidenceView):
    """While MESH is down it is said that the message waits; afterwards each is taken once."""
    for told in patients(evidence, "queued first", "queued second"):
        if tells_by_nhsmail_alone(told):
            raise NotShown(
                f"{told.last.where}: practices are told of minor illnesses by NHSmail, and none over MESH"
            )
        first = told.asked[0]
        early = {"sent", "delivered"} & set(told.states(first))
        expect(not early, "a message that waits, or failed, while MESH is down", told.states(first), first)
        sent, mails = taken(told), told.mails()
        received = f"{len(sent)} by MESH, {len(mails)} by e-mail"
        todo = "Keep what could not be sent, and send it once MESH is there."
        expect(len(sent) + len(mails) == 1, "the practice told once", received, told.last, todo)
        expect(
            "delivered" not in told.states(told.last), "no more than sent", told.states(told.last), told.last
        )


@criterion("GPM-19")
def test_a_message_that_mesh_refuses_is_told_and_not_sent_blindly(evidence: EvidenceView):
    """417 is final: the same request once more is no use, and somebody has to know."""
    for told in patients(evidence, "not taken"):
        sent = told.messages()
        if not sent:
            raise NotShown(f"{told.last.where}: nothing was sent for {told.label}")
        same = [message.call.id for message in sent[1:] if message.body == sent[0].body]
        expect_none("second sending of what MESH refused", same, sent[-1].call)
        shown = told.states(told.last)
        expect(told.is_shown_bad(), "the refusal told to a person", shown, told.last)


@criterion("GPM-20")
def test_a_correction_replaces_the_document_before_it(evidence: EvidenceView):
    """A new document, with relatesTo `replaces` and the old one's identifier, about the same patient."""
    for told in patients(evidence, "corrected", "correction refused"):
        corrected = lookups.done(told.journey, told.label, "amend_consultation")[-1]
        sent = taken(told)
        old = [message for message in sent if message.call.seq < corrected.seq]
        new = [message for message in sent if message.call.seq > corrected.seq]
        if not old:
            raise NotShown(f"{corrected.where}: nothing had been sent for {told.label}")
        expect(len(new) == 1, "one document after the correction", len(new), told.last)
        composition, at = new[0].only("Composition").node, new[0].call
        expect(document_id(new[0]) != document_id(old[-1]), "an identifier of its own", "the old one", at)
        expect_equal("relatesTo", "replaces", value(composition, "f:relatesTo/f:code"), at)
        target = value(composition, "f:relatesTo/f:targetIdentifier/f:value").lower()
        expect_equal("the document replaced", document_id(old[-1]), target, at)
        if told.label == "correction refused":
            expect(told.is_shown_bad(at.seq), "the refused correction (20014) told", "nothing", told.last)


@criterion("GPM-21")
def test_every_message_is_about_one_patient_and_for_their_practice(evidence: EvidenceView):
    """Each is accounted for by a consultation; nobody else's number, practice or address stands in it."""
    for journey in evidence.each():
        people = {also["person"]["nhs_number"]: also["person"] for also in journey.also.values()}
        for message in documents(evidence, journey):
            number, call = number_of(message), message.call
            expect(number in people, "a patient of whom a consultation was completed", number, call)
            expect_equal("the workflow", message.kind.workflow, call.request.header("Mex-WorkflowID"), call)
            others = [person for other, person in people.items() if other != number]
            text = message.body.decode("utf-8", "replace")
            marks = ("nhs_number", "postcode", "callback")
            found = [person[mark] for person in others for mark in marks if person[mark] in text]
            found += [person["practice"]["ods"] for person in others if person["practice"]["ods"] in text]
            expect_none("detail of another patient", found, call)
            to, own = str(call.request.header("Mex-To")).upper(), people[number]
            ours = to == own["practice"]["mailbox"].upper() or own["nhs_number"] in to
            expect(ours, f"Mex-To {own['practice']['mailbox']} or the patient's GPPROVIDER address", to, call)


@criterion("GPM-22")
def test_nobody_is_told_without_consent_or_without_a_practice(evidence: EvidenceView):
    """No message and no e-mail: the patient did not agree, or is registered nowhere (V81997)."""
    for told in patients(evidence, "no consent", "no practice"):
        expect_none("message by MESH", told.messages(), told.last, "Send nothing, and say why.")
        expect_none("e-mail", told.mails(), told.last, "Send nothing, and say why.")
        shown = told.states(told.last)
        expect(not {"sent", "delivered"} & set(shown), "nothing called sent", shown, told.last)


@criterion("GPM-23")
def test_a_practice_that_takes_no_mesh_is_told_by_email(evidence: EvidenceView):
    """Nothing to a guessed mailbox; one e-mail to the practice, or it is told to a person."""
    for told in patients(evidence, "takes no MESH"):
        guessed = [str(message.call.request.header("Mex-To")) for message in taken(told)]
        expect_none("message to a mailbox that is not there", guessed, told.last)
        mails = told.mails()
        own = str(told.issued["premises"]["email"]).lower()
        to = [[address for address in envelope_recipients(mail) if address != own] for mail in mails]
        ids = {message_id(mail) for mail in mails}
        once = len(ids) == 1 and to == [[told.person["practice"]["email"].lower()]] * len(mails)
        todo = "Tell the practice by NHSmail where it takes no MESH."
        expect(once or (not mails and told.is_shown_bad()), "one e-mail to the practice", to, told.last, todo)
