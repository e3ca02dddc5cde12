"""The audit identity of a request: the pharmacy and the person who asks.

Source: PDS Spine Mini Service, client requirements, MSCA-AUD-04 (interface sheet pds-smsp-auth, section 12, check C92).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cpcs_harness.formats.smsp.message import ASID_IDENTITY, ODS_IDENTITY
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_match,
    expect_none,
)
from cpcs_harness.judging.in_words import Words

from .._shared.lookups import ANSWERED, FIND, issued_to
from ._requests import asker_of, is_about, read

ODS_URI = r"urn:nhs-uk:identity:ods:[A-Za-z0-9]+:.+"
ASID = r"[0-9]{12}"
WITHOUT_RIGHTS, ASSISTANT = "checked", "counter-assistant"
"""Of whom somebody asks who has no right to see demographics, and in which role."""


@dataclass(frozen=True)
class Asked:
    """A request with the person for whom it was made, and what it says of them."""

    call: ExchangeView
    ods: str
    gphc: str
    uris: tuple[str, ...]
    """Identities at a pharmacy: of a person, or of a system there."""
    asids: tuple[str, ...]


def asked(evidence: EvidenceView) -> Iterator[Asked]:
    """Give the requests about patients of the needed journeys."""
    for journey in evidence.each():
        for call in journey.exchanges("smsp"):
            request = read(call)
            asker = asker_of(journey, request)
            if asker is not None:
                named = [
                    tuple(uri for kind, uri in request.identities if kind == wanted) for wanted in _KINDS
                ]
                yield Asked(call, str(asker.get("ods")), str(asker.get("gphc")), *named)


_KINDS = (ODS_IDENTITY, ASID_IDENTITY)


@criterion("SMSP-04")
def test_a_request_says_who_asks(evidence: EvidenceView):
    """The audit identity names the acting pharmacy and the person, or has an ASID that stands for that pharmacy."""
    found = list(asked(evidence))
    if not found:
        raise NotShown("no request to the mini service was about a patient of these journeys")
    if len({asked_for.gphc for asked_for in found}) < 2 or len({asked_for.ods for asked_for in found}) < 2:
        raise NotShown("one person alone asked the mini service, or one pharmacy: nobody could be mixed up")
    for asked_for in found:
        expect_who_asks(asked_for)
        expect_their_own(asked_for, found)


@criterion("SMSP-22")
def test_who_has_no_right_to_see_demographics_has_nothing_asked(evidence: EvidenceView):
    """An assistant looks up and checks: nothing is asked, as it is once a pharmacist looks the patient up."""
    for journey in evidence.each():
        calls = [call for call in journey.exchanges("smsp") if is_about(journey, WITHOUT_RIGHTS, call)]
        tried = by_assistants(journey)
        steps = {seen.step for seen in tried}
        if not any(call.seq > tried[-1].seq and call.step not in steps for call in calls):
            raise NotShown(f"journey {journey.id}: nobody with the right had the same patient asked for")
        asked = [call for call in calls if call.step in steps]
        todo = "Ask for the right to see demographics before the mini service is asked."
        expect_none("question to the mini service", [call.where for call in asked], (asked or tried)[0], todo)


def by_assistants(journey: JourneyView) -> list[ObservationView]:
    """Give what somebody without the right tried, and was answered; never is NotShown."""
    document = issued_to(journey, WITHOUT_RIGHTS)["report"]["document_id"]
    own = [seen for seen in journey.seen if seen.about == document and seen.actor.get("role") == ASSISTANT]
    tried = [seen for seen in own if seen.status in ANSWERED]
    if not any(seen.action == FIND for seen in tried):
        raise NotShown(f"journey {journey.id}: nobody without the right looked a patient up")
    journey.looked_at.extend(seen.id for seen in tried)
    return tried


def expect_who_asks(asked_for: Asked) -> None:
    """Raise NotMet unless a request has an identity in its form, of the acting pharmacy."""
    call = asked_for.call
    named = bool(asked_for.uris or asked_for.asids)
    expect(named, "an audit identity", Words("none"), call, "Say who asks.")
    for uri in asked_for.uris:
        expect_match("the audit identity", ODS_URI, uri, call, "Name the pharmacy and who asks there.")
        ods, todo = uri.split(":")[4], "Take it from the acting premises."
        expect_equal("the pharmacy of the audit identity", asked_for.ods, ods, call, todo)
    for asid in asked_for.asids:
        expect_match("the ASID", ASID, asid, call)


def expect_their_own(asked_for: Asked, every: Sequence[Asked]) -> None:
    """Raise NotMet unless a request has an identity of one person alone; without one, an ASID of one pharmacy alone."""
    if asked_for.uris:
        names, what = asked_for.uris, "an identity that is this person's alone"
        own = [name for name in names if len({one.gphc for one in every if name in one.uris}) == 1]
    else:
        names, what = asked_for.asids, "an ASID that is this pharmacy's alone"
        own = [name for name in names if len({one.ods for one in every if name in one.asids}) == 1]
    expect(bool(own), what, names, asked_for.call, "Name each person by an id of their own.")
