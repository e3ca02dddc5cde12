"""ITK3 responses to practices' referrals: which are due, their codes, and what they may say.

Source: ITK3 FHIR messaging distribution 2.10.0, responses (interface sheet mesh-itk3-nhsmail-mys, sections B6 and B7,
checks F1 8 and F4 70).
"""

import re

from cpcs_harness.formats.fhir.stu3 import unknown_elements
from cpcs_harness.formats.itk3 import FHIR, XHTML, N, first_of, read_message, resolve, value, values
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotMet,
    NotShown,
    Unseen,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mesh import read_whole, sent_whole
from .._shared.moments import expect_made_between
from .._shared.screen import looks
from ._acknowledgements import (
    CODE_SYSTEM,
    CODES,
    DUPLICATES,
    MAY_BE_TAKEN,
    OPERATION,
    SAME_DOCUMENT,
    Acknowledgement,
    acknowledgements,
    acknowledgements_of,
    may_be_of,
    refused_by_mesh,
)
from ._referrals import ITK3, PracticeMessage, sent, sound
from ._responses import expect_whole

WORKFLOW = "CPCS_GP_REFERRAL_ACK"
ECHO = "Give the practice its own reference back, by which it knows its patient."
EVENT = "ITK008M"
ODS_SYSTEMS = ("https://fhir.nhs.uk/Id/ods-organization-code", "https://fhir.nhs.uk/Id/ods-site-code")
SEVERITIES = ("fatal", "error", "warning", "information")
ISSUES = (
    *("invalid", "structure", "required", "value", "invariant", "code-invalid", "extension", "processing"),
    *("security", "login", "unknown", "expired", "forbidden", "suppressed"),
    *("not-supported", "duplicate", "not-found", "too-long", "too-costly", "business-rule", "conflict"),
    *("incomplete", "transient", "lock-error", "no-store", "exception", "timeout", "throttled"),
    "informational",
)
"""FHIR STU3, value set issue-type."""
NEVER = 10**12
"""Later than any event of a run."""
TECHNICAL = {
    "id",
    "identifier",
    "system",
    "url",
    "reference",
    "endpoint",
    "timestamp",
    "lastUpdated",
    "profile",
}
"""Elements of a response that name messages, systems and moments, and nobody."""


def expect_well_formed(acknowledgement: Acknowledgement, referral) -> None:
    """Raise NotMet unless a response is one of ITK3, to the practice that referred, on the _ACK workflow."""
    call, header = acknowledgement.call, acknowledgement.message.header
    mailbox = referral["person"]["practice"]["mailbox"]
    expect_equal(
        "the mailbox that it came to", mailbox, call.facts.get("mailbox"), call, "Answer the sender."
    )
    expect(header is not None, "MessageHeader as the first entry", Words("none"), call)
    expect_equal("the event", EVENT, value(header.node, "f:event/f:code"), call)
    own = referral["premises"]["mailbox"]
    expect_equal("source.endpoint", own, value(header.node, "f:source/f:endpoint"), call)
    expect(
        acknowledgement.response in ("ok", "fatal-error"),
        "response code ok or fatal-error",
        acknowledgement.response,
        call,
    )
    expect_equal("the number of response codes", 1, len(acknowledgement.codes), call)
    expect(acknowledgement.code in CODES, "a code of ITK-ResponseCodes-1", acknowledgement.code, call)
    systems = {found.get("value") or "" for found in acknowledgement.message.root.iter(f"{{{FHIR}}}system")}
    expect(CODE_SYSTEM in systems, f"code system {CODE_SYSTEM}", sorted(systems), call)
    handling = acknowledgement.message.handling()
    for part in ("BusAckRequested", "InfAckRequested"):
        flag = handling[part].get("value") if part in handling else None
        expect_equal(part, "false", flag, call, "A response asks for none.")
    expect_equal("the workflow", WORKFLOW, call.request.start.get("workflow"), call)
    unknown = unknown_elements(acknowledgement.message.root)
    expect_none("element that FHIR STU3 has not", unknown, call, "Name elements as FHIR STU3 does.")
    expect_in_its_own_name(acknowledgement, referral["premises"]["ods"])
    expect_outcome(acknowledgement)
    expect_whole(acknowledgement)


def expect_in_its_own_name(acknowledgement: Acknowledgement, ods: str) -> None:
    """Raise NotMet unless the header's sender is the pharmacy, by an ODS code: it may have its company's besides."""
    call, message = acknowledgement.call, acknowledgement.message
    node = message.header.node if message.header is not None else None
    sender = None if node is None else resolve(message.resources, value(node, "f:sender/f:reference"))
    identifiers = [] if sender is None else sender.node.findall("f:identifier", N)
    known = [value(one, "f:value") for one in identifiers if value(one, "f:system") in ODS_SYSTEMS]
    expect(ods in known, f"the sender's ODS code {ods}", known or Words("none"), call)


def expect_outcome(acknowledgement: Acknowledgement) -> None:
    """Raise NotMet where what became of a message is told by codes that FHIR has not."""
    outcome = first_of(acknowledgement.message.resources, "OperationOutcome")
    for path, known in (("f:issue/f:severity", SEVERITIES), ("f:issue/f:code", ISSUES)):
        strange = (
            [] if outcome is None else [code for code in values(outcome.node, path) if code not in known]
        )
        name = path.rpartition(":")[2]
        expect_none(f"OperationOutcome.issue.{name} that FHIR has not", strange, acknowledgement.call)


@criterion("GPI-03")
def test_what_was_asked_for_comes_back(evidence: EvidenceView):
    """One infrastructure and one business response to the message, neither of them negative."""
    wanted = [message for message in sound(evidence, ITK3) if message.referral["wants_infrastructure"]]
    asked = [message for message in wanted if not refused_by_mesh(message.journey, message.call)]
    if not asked:
        raise NotShown("no message asked for an acknowledgement")
    for message, apart in through(asked):
        with apart:
            again = [repeat.call.seq for repeat in sent(evidence, ITK3) if is_repeat(repeat, message)]
            until = min(again, default=NEVER)  # what is answered to a repeat is GPI-05's
            answers = [
                answer
                for answer in acknowledgements_of(message.journey, message.call)
                if answer.call.seq < until
            ]
            for answer in answers:
                expect_well_formed(answer, message.referral)
                expect_equal(
                    "response.identifier", message.referral["message_id"].upper(), answer.about, answer.call
                )
                echoed = answer.message.handling().get("SenderReference")
                said = None if echoed is None else echoed.get("value")
                expect_equal("SenderReference", message.referral["reference"], said, answer.call, ECHO)
                stamp = value(answer.message.header.node, "f:timestamp")
                expect_made_between("timestamp of the response", stamp, message.call.clock, answer.call)
                expect_equal("the response to a sound message", "ok", answer.response, answer.call)
            infrastructure = [answer for answer in answers if not answer.is_business]
            once = is_once(message, infrastructure)
            expect(once, "one infrastructure response", codes(infrastructure), message.call)
            if message.referral["wants_business"]:
                business = [answer for answer in answers if answer.is_business]
                once = is_once(message, business)
                expect(once, "one business response (3xxxx)", codes(business), message.call)


def is_once(message: PracticeMessage, answers: list[Acknowledgement]) -> bool:
    """Say whether there is one response of a kind; the same may come again where MESH has a message read again."""
    sent_as = str(message.call.response.start.get("message_id"))
    acknowledged = message.journey.exchanges("mesh", "acknowledge_message", at_least=0)
    read_again = any(call.fault and sent_as in call.request.segments for call in acknowledged)
    return len(set(codes(answers))) == 1 and (read_again or len(answers) == 1)


def codes(answers: list[Acknowledgement]) -> list[str]:
    """Give the codes of responses, for a message."""
    return [answer.code for answer in answers]


@criterion("GPI-04")
def test_nothing_comes_back_that_was_not_asked_for(evidence: EvidenceView):
    """A message that asks for no acknowledgement, or for one kind, is taken in and gets no other."""
    quiet = [message for message in sound(evidence, ITK3) if not message.referral["wants_business"]]
    if not quiet:
        raise NotShown("every message asked for both acknowledgements")
    for message, apart in through(quiet):
        with apart:
            seen = looks(message.journey, message.ods, message.call.seq)[-1]
            if not message.rows(seen):
                raise NotShown(f"{message.call.where}: not taken in, so its silence proves nothing")
            for answer in acknowledgements_of(message.journey, message.call):
                wanted = message.referral["wants_infrastructure"] and not answer.is_business
                expect(
                    wanted, "no response that was not asked for", answer.code, answer.call, "See the flags."
                )


@criterion("GPI-04")
def test_no_acknowledgement_is_acknowledged(evidence: EvidenceView):
    """No response that was collected in the run is answered by another response."""
    if not any(acknowledgements(journey) for journey in evidence.each()):
        raise NotShown("no response was sent at all")
    collected = [
        read_message(call.response.xml) for call in evidence.of_run("mesh", "collect_message", at_least=0)
    ]
    responses = {
        message.header.id.upper()
        for message in collected
        if message is not None and message.header is not None and is_response(message)
    }
    if not responses:
        raise NotShown("no response was collected that could have been acknowledged")
    for sent_message in sent_whole(evidence.of_run("mesh")):
        body, call = read_message(read_whole(sent_message)), sent_message.call
        if body is not None and body.header is not None and is_response(body):
            about = value(body.header.node, "f:response/f:identifier").upper()
            expect(about not in responses, "no response to a response", about, call)


def is_response(message) -> bool:
    """Say whether a message is a response."""
    return value(message.header.node, "f:event/f:code") == EVENT


@criterion("GPI-05")
def test_a_repeat_is_answered_as_a_duplicate_and_makes_one_referral(evidence: EvidenceView):
    """20007 or 20008 for the same message, 20008 for the same document in another message; one row all the same."""
    for first, apart in through(sound(evidence, ITK3)):
        with apart:
            again = [message for message in sent(evidence, ITK3) if is_repeat(message, first)]
            unseen = Unseen()
            for repeat in again:
                with unseen:
                    answers = acknowledgements_of(repeat.journey, repeat.call)
                    for answer in answers:
                        expect_well_formed(answer, repeat.referral)
                    due = DUPLICATES if came_before(repeat, first, again) else {SAME_DOCUMENT}
                    duplicate = [answer for answer in answers if answer.code in due and answer.is_negative]
                    said = " or ".join(sorted(due))
                    expect(bool(duplicate), f"response {said}, fatal-error", codes(answers), repeat.call)
            for seen in looks(first.journey, first.ods, again[-1].call.seq) if again else ():
                expect_equal("the number of rows", 1, len(first.rows(seen)), seen)
            unseen.tell()
    if not any(
        is_repeat(message, first) for first in sound(evidence, ITK3) for message in sent(evidence, ITK3)
    ):
        raise NotShown("no message was sent again")


def came_before(repeat: PracticeMessage, first: PracticeMessage, again: list[PracticeMessage]) -> bool:
    """Say whether the very message came before, and not its document alone."""
    before = [message for message in (first, *again) if message.call.seq < repeat.call.seq]
    return any(message.referral["message_id"] == repeat.referral["message_id"] for message in before)


def is_repeat(message: PracticeMessage, first: PracticeMessage) -> bool:
    """Say whether a message carries the document of an earlier one."""
    same = message.referral["document_id"] == first.referral["document_id"]
    return same and message.call.seq > first.call.seq and not message.damage


@criterion("GPI-06")
def test_a_broken_message_is_answered_in_the_negative_and_not_listed(evidence: EvidenceView):
    """A code that says no, and no row; while the sound message that was sent after it is listed."""
    broken = [message for message in sent(evidence, ITK3) if message.damage]
    last = sound(evidence, ITK3)[-1]
    if not broken or last.call.seq < broken[-1].call.seq:
        raise NotShown("no sound message was sent after broken ones")
    seen = looks(last.journey, last.ods, last.call.seq)[-1]
    if not last.rows(seen):
        raise NotShown(
            "the sound message after the broken ones is not listed, so their absence proves nothing"
        )
    for message, apart in through(broken):
        with apart:
            expect_refused(message, broken, seen)


def expect_refused(message: PracticeMessage, broken: list[PracticeMessage], seen) -> None:
    """Raise NotMet unless a broken message got a negative response and no row beside those of what may be taken."""
    answers = acknowledgements_of(message.journey, message.call)
    expect(bool(answers), f"a negative response ({message.damage})", Words("no response"), message.call)
    for answer in answers:
        expect_well_formed(answer, message.referral)
    negative = [answer for answer in answers if answer.is_negative]
    # Flags that are not there may be taken for asked: such a message is answered in any case.
    expect(
        bool(negative) or message.damage in MAY_BE_TAKEN,
        f"a negative response ({message.damage})",
        codes(answers),
        message.call,
    )
    if negative:
        rows = message.rows(seen)[_taken_beside(message, broken) :]
        expect_none(f"row of a message that was refused ({message.damage})", rows, seen)


def _taken_beside(message: PracticeMessage, broken: list[PracticeMessage]) -> int:
    """Count what may be taken, and was, of the same patient: a row is found by whom it is about."""
    number = message.referral["person"]["nhs_number"]
    others = [
        one for one in broken if one.damage in MAY_BE_TAKEN and one.referral["person"]["nhs_number"] == number
    ]
    answers = [acknowledgements_of(one.journey, one.call) for one in others]
    return sum(bool(got) and not any(answer.is_negative for answer in got) for got in answers)


@criterion("GPI-07")
def test_no_response_names_the_patient(evidence: EvidenceView):
    """No name, number, birth date, address or telephone in the texts of a response."""
    for journey in evidence.each():
        unread = [call for call in journey.exchanges(*OPERATION) if read_message(call.request.xml) is None]
        if unread:
            raise NotMet("an ITK3 response", "something else", at=unread[0].where, exchanges=[unread[0].id])
        for call in journey.sent(*ITK3):
            person = call.facts["referral"]["person"]
            for answer in may_be_of(journey, call):
                texts = answer.call.read(texts_of)
                found = [word for word in words_of(person) if says(texts, word)]
                expect_none("patient data in a response", found, answer.call, "Say what is wrong, not whose.")


def words_of(person: dict) -> list[str]:
    """Give what would name a patient."""
    year, month, day = person["birth_date"].split("-")
    born = [f"{year}-{month}-{day}", f"{year}{month}{day}", f"{day}/{month}/{year}", f"{day}-{month}-{year}"]
    plain = [person[key] for key in ("nhs_number", "family", "given", "postcode", "callback")]
    return [*plain, person["address"][0], *born]


def says(text: str, word: str) -> bool:
    """Say whether a text has a word or a number, written with blanks or without, and not as a piece of a longer one."""
    forms = {word.casefold(), word.casefold().replace(" ", "")}
    return any(form in text and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) for form in forms)


def texts_of(response: ExchangeView) -> str:
    """Give every text of a response that a person might read, numbers also without the blanks in them."""
    elements = [element for element in response.request.xml.iter() if isinstance(element.tag, str)]
    names = [element for element in elements if element.tag.rpartition("}")[2] not in TECHNICAL]
    found = " \n".join([*(element.get("value", "") for element in names), *divisions(elements)]).casefold()
    return f"{found} \n{re.sub(r'(?<=[0-9]) (?=[0-9])', '', found)}"


def divisions(elements: list) -> list[str]:
    """Give the words of narratives."""
    return ["".join(element.itertext()) for element in elements if element.tag == f"{{{XHTML}}}div"]
