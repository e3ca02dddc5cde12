"""About whom practices are told, and which: each message is accounted for by a consultation, and by consent.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta; NHS Data Dictionary, default codes (interface
sheet mesh-itk3-nhsmail-mys, section A7, checks F3 45 to 47, 60).
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal, expect_none, through

from ._details import details_in
from ._told import (
    AFTER_ALL,
    NOT_TOLD,
    Told,
    documents,
    expect_none_by_email,
    expect_told_of,
    number_of,
    patients,
    registered,
    taken,
)

NOWHERE = ("no practice", "practice not applicable", "practice not known")
"""Whose place of a practice is held by V81997, V81998 and V81999."""


@criterion("GPM-21")
def test_every_message_is_about_one_patient_and_for_their_practice(evidence: EvidenceView):
    """Each is accounted for by a consultation; nobody else's number, practice or address stands in it."""
    for journey in evidence.each():
        people = registered(journey)
        told = documents(evidence, journey)
        if not told:
            raise NotShown(f"journey {journey.id}: nothing was sent by MESH")
        for message in told:
            number, call = number_of(message), message.call
            expect(number in people, "a patient of whom a consultation was completed", number, call)
            expect_equal("the workflow", message.kind.workflow, call.request.header("Mex-WorkflowID"), call)
            others = [also["person"] for also in journey.also.values()]
            others = [person for person in others if person["nhs_number"] != number]
            found = details_in(message, others, people[number])
            expect_none("detail of another patient", found, call)
            to, own = str(call.request.header("Mex-To")).upper(), people[number]
            ours = to == own["practice"]["mailbox"].upper() or own["nhs_number"] in to
            expect(ours, f"Mex-To {own['practice']['mailbox']} or the patient's GPPROVIDER address", to, call)


@criterion("GPM-22")
def test_nobody_is_told_without_consent_or_without_a_practice(evidence: EvidenceView):
    """No message and no e-mail: the patient did not agree, no more agrees while it waits, or is registered nowhere."""
    untraced = []
    for told, apart in through(patients(evidence, *NOT_TOLD, *NOWHERE)):
        with apart:
            if told.label in NOWHERE and not told.is_traced:
                untraced.append(told.label)
                continue
            messages = [message.call for message in told.messages()]
            expect_none("message by MESH", told.unwanted(messages), told.last, "Send nothing, and say why.")
            expect_none_by_email(told)
    if untraced:
        raise NotShown(f"not traced on PDS, which has no practice of them: {', '.join(untraced)}")


@criterion("GPM-22")
def test_who_agrees_in_the_end_is_told_of(evidence: EvidenceView):
    """The patient refused at first: a message or an e-mail went all the same, or is shown as waiting or failed."""
    for told, apart in through(patients(evidence, AFTER_ALL)):
        with apart:
            expect_told_of(told)


@criterion("GPM-26")
def test_who_has_changed_practice_is_told_of_to_the_new_one(evidence: EvidenceView):
    """PDS names another practice than the referral: that one is told, and the former is not."""
    for told, apart in through(patients(evidence, "registered elsewhere")):
        with apart:
            if not told.is_traced:
                raise NotShown(
                    f"{told.last.where}: the patient was not traced on PDS, which has the new practice"
                )
            due = registered(told.journey)[told.person["nhs_number"]]["practice"]
            former = told.person["practice"]
            if due["ods"] == former["ods"]:
                raise NotShown(
                    f"journey {told.journey.id}: {told.label} has not changed practice", blame="harness"
                )
            reached = [
                *mailboxes_of(told),
                *[address for mail in told.mails() for address in told.others(mail)],
            ]
            if not reached:
                raise NotShown(f"{told.last.where}: nothing was sent about {told.label}")
            wrong = [
                address
                for address in reached
                if address not in (due["mailbox"].lower(), due["email"].lower())
            ]
            todo = "Tell the practice that PDS holds when the practice is told."
            what = f"message to another than {due['ods']} (the referral names {former['ods']})"
            expect_none(what, wrong, told.last, todo)


def mailboxes_of(told: Told) -> list[str]:
    """Give where messages about a patient went; one that MESH routes by the patient goes where they are registered."""
    due = registered(told.journey)[told.person["nhs_number"]]["practice"]["mailbox"]
    to = [str(message.call.request.header("Mex-To")).lower() for message in taken(told)]
    return [
        due.lower() if address.startswith(f"gpprovider_{told.person['nhs_number']}") else address
        for address in to
    ]
