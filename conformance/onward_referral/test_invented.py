"""The next pharmacy is told nothing that nobody recorded, adopted or served, and a message agrees with itself.

Source: FHIR R4, Messaging; DCB0129, hazards of wrong content; model of the project, docs/reference/onward-model.md.
"""

from __future__ import annotations

import re
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.times import moment_of

from .._shared.facts.coded import objects, of_json
from .._shared.facts.messages import TODO, of_mail, of_resource
from .._shared.mails import what_it_says
from .._shared.moments import is_impossible, moment_or_none
from .._shared.parties import expect_whole, parties_of
from .._shared.places import other_codes, places_of
from ._beside import ADDRESSING, DOS_ID, ODS, other_places
from ._messages import addressed, dicts, messages, receiver, resources, texts
from ._onward import Referred, each_tried

INVENTED = "claim that nobody recorded, adopted or served"
OTHER_CODE = "code of one place beside the name of another"
TODO_CODE = "Write name and code of one place: of the pharmacy that was chosen, or of the one that refers."
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
URN = "urn:uuid:"
MOMENT = re.compile(r"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
CLOCKS = 120.0
"""Seconds by which two clocks may differ."""
Plain = dict[str, Any]


@criterion("ONW-19")
def test_an_email_tells_nothing_that_nobody_recorded(evidence: EvidenceView):
    """No medicine, directions, quantity, allergy, date, number, person or code, in subject, text or attachment."""
    looked = False
    for found in each_tried(evidence):
        for mail in found.mails:
            expect_none(INVENTED, of_mail(evidence, found.journey.id, mail), mail, TODO)
            said = what_it_says(mail)
            beside = other_codes(f"{said.subject}\n{said.text}", places_of(found.journey))
            expect_none(OTHER_CODE, beside, mail, TODO_CODE)
            looked = True
    if not looked:
        raise NotShown("nobody was referred onward by e-mail")


@criterion("ONF-12")
def test_a_message_tells_nothing_that_nobody_recorded(evidence: EvidenceView):
    """No other medicine, directions, quantity, allergy, date, number, person or address, in texts or in codes."""
    for found, calls in messages(evidence):
        for call in calls:
            expect_none(INVENTED, of_resource(evidence, found.journey.id, call), call, TODO)
            places = places_of(found.journey)
            beside = [said for text in texts(call.request.json) for said in other_codes(text, places)]
            expect_none(OTHER_CODE, beside, call, TODO_CODE)


@criterion("ONF-13")
def test_a_message_agrees_with_itself(evidence: EvidenceView):
    """One patient, who is the subject of all; who refers, to whom; each reference leads to a part of the message."""
    for (found, calls), apart in through(messages(evidence)):
        with apart:
            for call, alone in through(calls):
                with alone:
                    expect_agreement(found, call)


def expect_agreement(found: Referred, call: ExchangeView) -> None:
    """Raise NotMet unless a message has one Patient, and is in all its parts about whom it is sent for."""
    held = resources(call)
    patients = [resource for resource in held if resource.get("resourceType") == "Patient"]
    expect(len(patients) == 1, "one Patient", Words(f"{len(patients)}"), call)
    expect_patient(found, patients[0], call)
    expect_whole(
        of_json(call.request.json), parties_of(found.issued, found.journey.issued["pharmacist"]), call
    )
    expect_references(call)
    expect_parties(found, held, call)
    expect_service(found, held, call)


def expect_patient(found: Referred, patient: Plain, call: ExchangeView) -> None:
    """Raise NotMet where the Patient has another NHS number."""
    due = found.issued["person"]["nhs_number"]
    others = [number for number in _identifiers(patient, NHS_NUMBER) if number != due]
    expect_none("other NHS number", others, call)


def expect_references(call: ExchangeView) -> None:
    """Raise NotMet unless each reference by UUID leads somewhere, and each subject is the Patient."""
    entries, by_url = dicts(call.request.json.get("entry")), addressed(call)
    expect_equal("the number of addresses", len(entries), len(by_url), call)
    for path, part in objects(of_json(call.request.json)):
        for reference in part.get("reference", []):
            if isinstance(reference, str) and reference.startswith(URN):
                place = path[-1] if path else "reference"
                expect(reference in by_url, f"{place} to lead to a part of the message", reference, call)
                kind = by_url[reference].get("resourceType")
                expect(place != "subject" or kind == "Patient", "the subject to be the Patient", kind, call)


def expect_parties(found: Referred, held: list[Plain], call: ExchangeView) -> None:
    """Raise NotMet unless the sender is the pharmacy, and no other than the chosen one is addressed."""
    header, premises = held[0] if held else {}, found.issued["premises"]
    senders = [str(one.get("reference")) for one in dicts(header.get("sender"))]
    sender = addressed(call).get(senders[0] if senders else "", {})
    for ods in _identifiers(sender, ODS):
        expect_equal("the sender", premises["ods"], ods, call)
    others = {str(seen.given["ods"]) for seen in found.tries} - {receiver(call)}
    destination = " ".join(texts(header.get("destination")))
    expect_none("other pharmacy as destination", [ods for ods in others if ods in destination], call)


def expect_service(found: Referred, held: list[Plain], call: ExchangeView) -> None:
    """Raise NotMet unless each service at DoS is the chosen one, each address a party's, the reason the given."""
    there = [seen for seen in found.tries if seen.given["ods"] == receiver(call)]
    chosen = {str(seen.given["service_id"]) for seen in there}
    value = of_json(call.request.json)
    named = {
        str(number)
        for _, part in objects(value)
        if any(str(system).endswith(DOS_ID) for system in part.get("system", []))
        for number in part.get("value", [])
    }
    expect_none("service at DoS that was not chosen", sorted(named - chosen), call)
    due = {receiver(call), found.issued["premises"]["ods"]}
    places = set(ADDRESSING.findall(call.request.body.decode("utf-8", "replace")))
    expect_none("other organisation's address", sorted(places - due), call)
    expect_none(OTHER_CODE, list(other_places(found, call)), call, TODO_CODE)
    reasons = [text for one in held for text in texts(one.get("reasonCode"))]
    given = {squeezed(str(seen.given["reason"])) for seen in there}
    right = not reasons or any(squeezed(text) in given for text in reasons)
    expect(right, f"the reason, {in_words(sorted(given))}", reasons, call)
    expect_past(value, call)


def expect_past(value: Any, call: ExchangeView) -> None:
    """Raise NotMet where something of a message is dated after it was sent, or by what no calendar has."""
    latest = moment_of(call.clock).timestamp() + CLOCKS
    said = [
        text for _, part in objects(value) for held in part.values() for text in held if isinstance(text, str)
    ]
    expect_none("date that no calendar or clock has", list(filter(is_impossible, said)), call)
    moments = (moment_or_none(text) for text in said if is_moment(text))
    later = [str(moment) for moment in moments if moment is not None and moment.timestamp() > latest]
    expect_none(f"moment after {call.clock}, when it was sent", later, call, "Date what has been.")


def is_moment(text: Any) -> bool:
    """Say whether a text is a moment with its offset, as FHIR writes it."""
    return isinstance(text, str) and MOMENT.fullmatch(text) is not None


def _identifiers(resource: Plain, system: str) -> list[str]:
    return [str(one.get("value")) for one in dicts(resource.get("identifier")) if one.get("system") == system]
