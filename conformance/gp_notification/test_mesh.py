"""The document's transport by MESH: authorization, mailboxes, acknowledgement.

Source: MESH API specification 2.0.0; GP Connect DigiMeds emergency supply guide 1.3.0-public-beta, message headers
(interface sheet mesh-itk3-nhsmail-mys, sections A2, A3, A7 and A8).
"""

import unicodedata
from collections.abc import Mapping
from datetime import timedelta

from cpcs_harness.formats.mesh_token import read_token
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotApplicable,
    NotMet,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.expect import expect_all_different
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.times import moment_of

from .._shared.mesh import sent_by
from .._shared.outbound import searchable
from ._details import stands_in
from ._kinds import KINDS

WINDOW = timedelta(hours=2)
OWN = ("Mex-LocalID", "Mex-FileName", "Mex-PartnerID")


def with_token(evidence: EvidenceView) -> list[ExchangeView]:
    """Give the run's MESH calls that need a token; endpoint lookup does not."""
    return [call for call in evidence.of_run("mesh") if call.operation not in ("lookup", "ping", "unknown")]


@criterion("GPM-01")
def test_every_call_is_authorised_by_a_token_of_its_own(evidence: EvidenceView):
    """Hash by the mailbox's password, time within two hours, mailbox of the path, nonce and count unused as a pair."""
    due = evidence.environment
    passwords = {premises["mailbox"]: premises["mailbox_password"] for premises in due["premises"]}
    pairs = []
    for call in with_token(evidence):
        token = read_token(call.request.header("Authorization"))
        if token is None:
            said = in_words(call.request.header("Authorization"))
            raise NotMet("Authorization: NHSMESH and five parts", said, at=call.where, exchanges=[call.id])
        expect_equal("the token's mailbox", "".join(call.request.segments[1:2]), token.mailbox, call)
        signed = token.verifies(passwords.get(token.mailbox, ""), due["mesh_shared_key"])
        expect(signed, "a hash by the mailbox's password and the shared key", token.digest, call)
        moment = token.moment
        clocks = map(moment_of, (call.at, call.clock))
        near = moment is not None and min(abs(clock - moment) for clock in clocks) <= WINDOW
        expect(near, f"a UTC timestamp within 2 h of {call.at}", token.timestamp, call)
        pairs.append(((token.mailbox, token.nonce, token.count), call))
    expect_all_different("nonce and count", pairs, "Raise the count, or make a new nonce, for each request.")


def routings(person: Mapping) -> list[str]:
    """Give the addresses by which MESH finds the practice; published texts order the birth date in two ways."""
    year, month, day = person["birth_date"].split("-")
    dates = (f"{year}{month}{day}", f"{day}{month}{year}")
    return [f"GPPROVIDER_{person['nhs_number']}_{date}_{person['family']}".upper() for date in dates]


@criterion("GPM-32")
def test_nothing_of_the_patient_stands_in_headers_that_are_for_the_sender(evidence: EvidenceView):
    """Neither number, name nor birth date in local id, file name or partner id; the subject is another matter."""
    for journey in evidence.each():
        person = journey.person
        year, month, day = person["birth_date"].split("-")
        marks = [person["nhs_number"], person["family"], f"{year}{month}{day}", f"{day}{month}{year}"]
        for call in [message.call for message in sent_by(evidence, journey)]:
            text = " ".join(str(call.request.header(name) or "") for name in OWN)
            found = [mark for mark in marks if stands_in(mark, searchable(text), text.casefold())]
            todo = "Name the message, not the patient."
            expect_none(f"data of the patient in {', '.join(OWN)}", found, call, todo)


@criterion("GPM-33")
def test_a_birth_date_in_an_address_is_written_year_first(evidence: EvidenceView):
    """Published texts disagree; that of the address itself has the year first."""
    for journey in evidence.each():
        year_first, _ = routings(journey.person)
        calls = [message.call for message in sent_by(evidence, journey)]
        by_patient = [
            call for call in calls if str(call.request.header("Mex-To")).upper().startswith("GPPROVIDER_")
        ]
        if not by_patient:
            raise NotApplicable(
                f"journey {journey.id}: mailboxes are looked up, and nothing goes by the patient"
            )
        for call in by_patient:
            to = str(call.request.header("Mex-To"))
            expect_equal("the address", letters(year_first), letters(to), call, "Write the date as YYYYMMDD.")


def letters(address: str) -> str:
    """Give an address without what senders leave out of surnames: accents, hyphens, apostrophes, blanks."""
    plain = unicodedata.normalize("NFKD", address).upper()
    return "".join(character for character in plain if character.isalnum() or character == "_")


@criterion("GPM-02")
def test_the_document_goes_to_the_registered_practices_mailbox(evidence: EvidenceView):
    """Workflow, recipient, sender and local id."""
    for journey in evidence.each():
        person, premises = journey.person, journey.issued["premises"]
        due = [person["practice"]["mailbox"].upper(), *routings(person)]
        for call in [message.call for message in sent_by(evidence, journey)]:
            header = call.request.header
            expect_equal("Mex-WorkflowID", KINDS[journey.pathway].workflow, header("Mex-WorkflowID"), call)
            to = str(header("Mex-To"))
            reached = to.upper() == due[0] or letters(to) in [letters(routing) for routing in due[1:]]
            todo = "Look the mailbox up by the practice's ODS code and the workflow."
            expect(reached, f"Mex-To {due[0]} or {due[1]}", to, call, todo)
            expect_equal("Mex-From", premises["mailbox"], header("Mex-From") or premises["mailbox"], call)
            expect_equal(
                "the sending mailbox", premises["mailbox"], "".join(call.request.segments[1:2]), call
            )
            expect_equal("Mex-LocalID", premises["ods"], header("Mex-LocalID"), call)


@criterion("GPM-03")
def test_each_message_collected_is_acknowledged(evidence: EvidenceView):
    """What was downloaded whole is acknowledged afterwards, so that MESH lets go of it."""
    for journey in evidence.each():
        collected = [c for c in journey.exchanges("mesh", "collect_message") if c.response.status == 200]
        if not collected:
            raise NotShown(f"journey {journey.id} collected no message")
        acknowledged = [
            call
            for call in journey.calls
            if call.operation == "acknowledge_message" and call.response.status == 200
        ]
        first = {call.request.segments[3]: call for call in reversed(collected)}
        for message, call in first.items():
            after = [later for later in acknowledged if later.request.segments[3] == message]
            todo = "PUT …/status/acknowledged once the message is stored."
            follows = any(later.seq > call.seq for later in after)
            expect(follows, "an acknowledgement after it", Words("none"), call, todo, timing="absent")
