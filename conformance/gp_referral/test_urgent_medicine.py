"""A practice may not refer for an urgent medicine.

Source: NHSBSA, page on the Community Pharmacist Consultation Service (interface sheet mesh-itk3-nhsmail-mys, check F6
90).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_none,
    through,
)

from .._shared.screen import looks
from ._acknowledgements import acknowledgements_of
from ._referrals import ITK3, MAIL, listed

URGENT = "urgent-medicine"
BY_ITK3 = "itk3"
"""The mode of the requirement that asks for referrals by ITK3; the other's are those of NHSmail, keyed in too."""
TAKEN = (200, 201)
ABOUT_OTHER_THINGS = {
    "replaced",
    "replaced-after-start",
    "withdrawn",
    "already-handled",
    "number-not-verified",
    "number-not-valid",
    "conflict",
    "unsupported-payload",
    "related-case",
}
"""Kinds of notice that the control API describes, none of which says that practices may not refer for medicines."""


def types_of(claim: Any) -> list[str]:
    """Give the codes of a claim's type."""
    return [str(coding.get("code")) for coding in objects_in(object_in(claim, "type"), "coding")]


def asks_keyed(evidence: EvidenceView, journey: JourneyView) -> list[ObservationView]:
    """Give what was keyed in for a medicine, as far as it is judged here."""
    return [] if evidence.mode == BY_ITK3 else keyed_for_medicine(journey)


def asks_sent(evidence: EvidenceView, journey: JourneyView) -> list[tuple[tuple[str, str], Any]]:
    """Give what was sent that asks for a medicine, by the channels that are judged here."""
    channels = (ITK3,) if evidence.mode == BY_ITK3 else (MAIL,)
    return [(channel, call) for channel, call in sent_for_medicine(journey) if channel in channels]


def keyed_for_medicine(journey: JourneyView) -> list[ObservationView]:
    """Give what staff tried to key in as a practice's referral for a medicine."""
    return [
        seen
        for seen in journey.seen
        if seen.action == "key_referral" and seen.given.get("service") == URGENT and seen.status != "cannot"
    ]


def sent_for_medicine(journey: JourneyView) -> Iterator[tuple[tuple[str, str], Any]]:
    """Go through what practices sent that asks for a medicine, with the channel by which it came."""
    for channel in (MAIL, ITK3):
        for call in journey.sent(*channel, at_least=0):
            if call.facts["referral"]["service"] == URGENT:
                yield channel, call


def told(journey: JourneyView, document_id: str) -> list[str]:
    """Give what the pharmacist was told about a referral: notices, and refusals to supply."""
    about = [seen for seen in journey.seen if seen.about == document_id]
    notices = [notice for seen in about for notice in seen.shown.get("notices") or []]
    notices = [notice for notice in notices if notice.get("kind") not in ABOUT_OTHER_THINGS]
    said = [str(notice.get("text") or notice.get("kind") or "") for notice in notices]
    said += [seen.told for seen in about if seen.action == "supply_medicine" and seen.status == "refused"]
    return [text for text in said if text]


@criterion("GPR-06")
def test_an_urgent_medicine_is_not_supplied_for_a_practice(evidence: EvidenceView):
    """Nobody supplies on it, and no claim for a supply reaches MYS; a minor illness of a practice is claimed."""
    for journey in evidence.each():
        patients, others = _patients(evidence, journey)
        if not patients:
            raise NotShown(f"journey {journey.id}: no practice asked for a medicine")
        claims = journey.exchanges("mys", "submit_claim")
        for call in claims:
            if any(number.encode() in call.request.body for number in others):
                continue  # the other requirement's
            supplied = [code for code in types_of(call.request.json) if code == "EMG_MED"]
            expect_none("claim for an urgent medicine", supplied, call, "A practice may not refer for one.")
            theirs = [number for number in patients if number.encode() in call.request.body]
            expect_none("claim for a patient whose practice asked for a medicine", theirs, call)
        for seen in journey.seen:
            done = seen.action == "supply_medicine" and seen.status == "done"
            done = done and seen.about not in others.values()
            expect(not done, "supply_medicine to be refused", seen.status, seen, "See who referred.")
        if not any(
            "MIN_ILL" in types_of(call.request.json) for call in claims if call.response.status in TAKEN
        ):
            raise NotShown(
                f"journey {journey.id}: the practice's minor illness referral was not claimed either"
            )


def _patients(evidence: EvidenceView, journey: JourneyView) -> tuple[dict[str, str], dict[str, str]]:
    """Give NHS number and referral of each who asked by a channel that is judged here, and of each by another."""
    keyed = {seen.given["patient"]["nhs_number"]: seen.about for seen in keyed_for_medicine(journey)}
    sent = {
        call.facts["referral"]["person"]["nhs_number"]: call.facts["referral"]["document_id"]
        for _, call in sent_for_medicine(journey)
    }
    ours = {seen.about for seen in asks_keyed(evidence, journey)}
    ours |= {call.facts["referral"]["document_id"] for _, call in asks_sent(evidence, journey)}
    every = {**keyed, **sent}
    return (
        {number: document for number, document in every.items() if document in ours},
        {number: document for number, document in every.items() if document not in ours},
    )


@criterion("GPR-06")
def test_the_pharmacist_is_told_why_nothing_is_supplied(evidence: EvidenceView):
    """The refusal says something; what came by a message is flagged, refused at supply, or refused to the sender."""
    for journey in evidence.each():
        for keyed in asks_keyed(evidence, journey):
            said = [keyed.told] if keyed.status == "refused" else told(journey, keyed.about)
            expect(any(said) or cannot_supply(journey), "a reason shown to staff", said, keyed)
        for (channel, call), apart in through(asks_sent(evidence, journey)):
            with apart:
                expect_told(journey, channel, call)


def expect_told(journey: JourneyView, channel: tuple[str, str], call: Any) -> None:
    """Raise NotMet for a request that is listed like any other, NotShown for one that was never seen."""
    referral: Mapping[str, Any] = call.facts["referral"]
    seen = looks(journey, referral["premises"]["ods"], call.seq)[-1]
    if listed(referral, seen):
        said = told(journey, referral["document_id"])
        expect(bool(said) or cannot_supply(journey), "a notice, or a refusal with its reason", said, call)
    elif not (
        channel == ITK3
        and any(acknowledgement.is_negative for acknowledgement in acknowledgements_of(journey, call))
    ):
        raise NotShown(f"{call.where}: neither listed nor refused where it can be seen", exchanges=[call.id])


def cannot_supply(journey: JourneyView) -> bool:
    """Say whether supplying is no function of the system at all: a system for minor illnesses alone."""
    return any(seen.action == "supply_medicine" and seen.status == "cannot" for seen in journey.seen)
