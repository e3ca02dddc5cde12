"""How referrals by ITK3 are collected from MESH, and what the pharmacist sees of them."""

from cpcs_harness.formats.itk3 import read_message
from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, criterion, expect
from cpcs_harness.judging.screen import looks, opened

from ._gp import ITK3, Sent, expect_referral, sound


def downloads(one: Sent) -> list[ExchangeView]:
    """Give the downloads of a referral's message that brought it whole."""
    found = [
        call
        for call in one.journey.exchanges("mesh", "collect_message")
        if call.response.status == 200 and header_id(call) == one.referral["message_id"].upper()
    ]
    if not found:
        raise NotShown(f"{one.call.where}: its message was never downloaded", exchanges=[one.call.id])
    return found


def header_id(call: ExchangeView) -> str:
    """Give the id of the ITK3 message that a download brought."""
    message = read_message(call.response.xml)
    return message.header.id.upper() if message is not None and message.header is not None else ""


def acknowledged(journey: JourneyView, mesh_id: str) -> list[ExchangeView]:
    """Give the acknowledgements of a message to MESH."""
    calls = journey.exchanges("mesh", "acknowledge_message", at_least=0)
    return [call for call in calls if call.request.segments[3] == mesh_id and call.response.status == 200]


@criterion("GPI-01")
def test_a_message_is_acknowledged_to_mesh_once_it_is_taken_in(evidence: EvidenceView):
    """Downloaded whole, on the worklist, and only then acknowledged: also where the first download failed."""
    for one in sound(evidence, ITK3):
        whole = downloads(one)[0]
        seen = looks(one.journey, one.ods, one.call.seq)[-1]
        expect(bool(one.rows(seen)), "the referral on the worklist", "no row of it", seen)
        done = acknowledged(one.journey, whole.request.segments[3])
        expect(bool(done), "an acknowledgement to MESH", "none", whole, "PUT …/status/acknowledged.")
        todo = "Acknowledge when the referral is stored: MESH lets go of it then."
        expect(done[0].seq > whole.seq, "the acknowledgement after the download", "before it", done[0], todo)


@criterion("GPI-02")
def test_a_referral_by_itk3_is_shown_as_sent(evidence: EvidenceView):
    """Patient, practice and referrer, complaint, history and notes."""
    for one in sound(evidence, ITK3):
        for seen in opened(one.journey, one.referral["document_id"]):
            expect_referral(one.referral, seen)
