"""Telling practices while MESH is in trouble, and those that take no MESH.

Source: MESH API specification 2.0.0; ITK3 Messaging Distribution 2.10.0, replacement and duplicates; PSNC,
Notifications from pharmacy systems to GP practice systems (interface sheet mesh-itk3-nhsmail-mys, sections A7, B7, C2,
checks F1 13, 19 to 21, F2 38 to 41, F3 47, F4 73 and F5 77, 79).
"""

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotApplicable,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.mails import message_id
from .._shared.mesh import FIRST, FURTHER, UNANSWERED, MeshMessage
from ._told import (
    Told,
    answered,
    by_document,
    document_id,
    not_yet,
    patients,
    taken,
    tells_by_nhsmail_alone,
)

COPIES, TWICE = {"20007", "20008"}, 2
REFUSED = (400, 417)
"""How MESH answers what it will never take."""
BY_PATIENT = "GPPROVIDER_"
"""Begins the address by which MESH finds the practice itself, or reports that there is none."""


def refusals(told: Told) -> list[ExchangeView]:
    """Give the requests with a message about a patient, or with its first chunk, that MESH will never take."""
    own = {message.call.id for message in told.messages()}
    begun = told.journey.exchanges("mesh", FIRST, at_least=0)
    refused = [call for call in begun if call.response.status in REFUSED]
    return [call for call in refused if call.id in own or call.fault == "refused"]


def unanswered(told: Told) -> list[ExchangeView]:
    """Give the requests to MESH about a patient whose answer was lost, also those that began a message in chunks."""
    own = {message.call.id for message in told.messages()}
    calls = told.journey.exchanges("mesh", at_least=0)
    sent = [call for call in calls if call.operation in (FIRST, FURTHER)]
    lost = [call for call in sent if call.response.status == UNANSWERED]
    return [call for call in lost if call.id in own or call.fault == told.label]


@criterion("GPM-17")
def test_a_message_whose_answer_was_lost_is_sent_again_as_the_same(evidence: EvidenceView):
    """The same document, under one identifier, so that the practice counts one; and no e-mail besides."""
    for told, apart in through(patients(evidence, "answer lost")):
        with apart:
            sent = told.messages()
            if not sent:
                raise NotShown(f"{told.last.where}: nothing was sent for {told.label}")
            if not unanswered(told):
                raise NotShown(
                    f"{sent[-1].call.where}: no answer of MESH was lost ({told.label})", blame="harness"
                )
            waits = not any("sent" in told.states(seen) for seen in told.asked)
            at = sent[-1].call
            # Of one in chunks the first try is none.
            again = len(sent) > 1 or sent[0].call.response.status != UNANSWERED
            expect(again or waits, "the message sent once more", Words("once, and called sent"), at)
            ids = sorted({document_id(message) for message in sent})
            expect_equal("documents", 1, len(ids), at, "Keep what was sent, and send that.")
            expect_none("e-mail besides", told.mails(), at)


@criterion("GPM-31")
def test_what_went_twice_is_delivered_whatever_the_practice_calls_the_copy(evidence: EvidenceView):
    """The practice accepted one copy, and calls the other one that (20007 or 20008)."""
    for told, apart in through(patients(evidence, "answer lost")):
        with apart:
            if tells_by_nhsmail_alone(told):
                raise NotShown(f"{told.last.where}: practices are told of minor illnesses by NHSmail alone")
            if not unanswered(told):
                raise NotShown(
                    f"{told.last.where}: no answer of MESH was lost ({told.label})", blame="harness"
                )
            if len(taken(told)) < TWICE:
                raise NotApplicable(f"{told.last.where}: what MESH took of {told.label} went once")
            codes = answered(told)
            missing = sorted({"20013", "30001"} - codes)
            if missing or not codes & COPIES:
                raise NotShown(
                    f"{told.last.where}: of its answers {in_words(sorted(codes))} alone were collected"
                )
            shown = sorted(set(told.states(told.last, "mesh")))
            what = f"the message that was answered {in_words(sorted(codes))}"
            expect_equal(what, ["delivered"], shown, told.last, timing=not_yet(shown))


@criterion("GPM-18")
def test_what_waits_for_mesh_is_visible_and_then_sent_once(evidence: EvidenceView):
    """While MESH is down it is said that the message waits; afterwards each is taken once."""
    for told, apart in through(patients(evidence, "queued first", "queued second")):
        with apart:
            if tells_by_nhsmail_alone(told):
                raise NotShown(
                    f"{told.last.where}: practices are told of minor illnesses by NHSmail, and none over MESH"
                )
            first, mails = told.asked[0], told.mails()
            if all(seen.status != "done" for seen in told.asked) and not told.messages() and not mails:
                raise NotShown(f"{told.last.where}: nothing was to be sent ({told.last.told})")
            shown = told.states(first, "mesh")
            waits = not {"sent", "delivered"} & set(shown) and told.is_shown_waiting()
            # Whoever tells by e-mail at once, where MESH cannot, leaves nothing that waits.
            expect(waits or bool(mails), "a message that waits, or failed, while MESH is down", shown, first)
            sent = [message for message in taken(told) if message.call.response.status != UNANSWERED]
            times = len(sent) or len(by_document(taken(told)))
            different = {message_id(mail) or mail.id for mail in mails}
            received = Words(f"{times} by MESH, {len(different)} by e-mail")
            todo = "Keep what could not be sent, and send it once MESH is there."
            total = times + len(different)
            timing = "repeated" if total else "absent"
            expect(total == 1, "the practice told once", received, told.last, todo, timing)
            shown = told.states(told.last)
            expect("delivered" not in shown, "no more than sent", shown, told.last)


@criterion("GPM-19")
def test_a_message_that_mesh_refuses_is_told_and_not_sent_blindly(evidence: EvidenceView):
    """400 and 417 are final: the same request once more is no use, and somebody has to know."""
    for told, apart in through(patients(evidence, "not taken")):
        with apart:
            tried = refusals(told)
            if not tried:
                sent = told.messages()
                blame = "harness" if sent else "candidate"
                raise NotShown(f"{told.last.where}: MESH refused nothing ({told.label})", blame=blame)
            first = MeshMessage(tried[0]).readable
            same = [call.id for call in tried[1:] if MeshMessage(call).readable == first]
            expect_none("second sending of what MESH refused", same, tried[-1])
            shown = told.states(told.last)
            expect(told.is_shown_bad(), "the refusal told to a person", shown, told.last, timing="absent")


@criterion("GPM-23")
def test_a_practice_that_takes_no_mesh_is_told_by_email(evidence: EvidenceView):
    """Nothing to a guessed mailbox; one e-mail to the practice, or it is told to a person."""
    for told, apart in through(patients(evidence, "takes no MESH")):
        with apart:
            to = [str(message.call.request.header("Mex-To")) for message in taken(told)]
            guessed = [name for name in to if not name.upper().startswith(BY_PATIENT)]
            expect_none("message to a mailbox that is not there", guessed, told.last)
            mails = told.mails()
            to = [told.others(mail) for mail in mails]
            ids = {message_id(mail) for mail in mails}
            once = len(ids) == 1 and to == [[told.person["practice"]["email"].lower()]] * len(mails)
            todo = "Tell the practice by NHSmail where it takes no MESH."
            fine, timing = once or (not mails and told.is_shown_bad()), None if mails else "absent"
            expect(fine, "one e-mail to the practice", to, told.last, todo, timing)
