"""Referrals by ITK3 are collected from MESH, acknowledged and shown.

Source: MESH API specification 2.0.0, collect and acknowledge a message; content modelled from ITK FHIR Digital
Medicines 1.2.9 (interface sheet mesh-itk3-nhsmail-mys, section A1, check F1 7).
"""

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.screen import looks
from ._referrals import GP_PRACTICE, ITK3, all_opened, calls_for, expect_referral, sound
from ._strays import expect_nothing_beside

UNUSED = "None"
"""What stands as SenderReference where a practice has no reference of its own."""


@criterion("GPI-01")
def test_a_message_is_acknowledged_to_mesh_once_it_is_taken_in(evidence: EvidenceView):
    """Downloaded whole, on the worklist, and only then acknowledged: also where the first download failed."""
    for message, apart in through(sound(evidence, ITK3)):
        with apart:
            whole, done = calls_for(message, "collect_message"), calls_for(message, "acknowledge_message")
            if not whole and not done:
                raise NotShown(
                    f"{message.call.where}: its message was never downloaded", exchanges=[message.call.id]
                )
            todo = "PUT …/status/acknowledged when the referral is stored: MESH lets go of it then."
            at = whole[0] if whole else message.call
            expect(bool(done), "an acknowledgement to MESH", Words("none"), at, todo, timing="absent")
            in_order = bool(whole) and done[0].seq > whole[0].seq
            expect(
                in_order, "the acknowledgement after the whole download", Words("before it"), done[0], todo
            )
            seen = looks(message.journey, message.ods, done[0].seq)[-1]
            todo = "Take in what comes under mesh.referral_workflow of provision.json."
            rows = message.rows(seen)
            expect(bool(rows), "the acknowledged referral on the worklist", Words("no row of it"), seen, todo)
            for row in rows:
                expect_equal("its source", GP_PRACTICE, row.get("source"), seen)


@criterion("GPI-02")
def test_a_referral_by_itk3_is_shown_as_sent(evidence: EvidenceView):
    """Patient, practice and referrer, complaint, history and notes."""
    for message, seen in all_opened(sound(evidence, ITK3)):
        expect_referral(message.referral, seen)


@criterion("GPI-02")
def test_nothing_is_shown_that_no_message_says(evidence: EvidenceView):
    """No word of a text, number, address or name of a caller beside the message's, and rows of nobody else."""
    expect_nothing_beside(sound(evidence, ITK3))


@criterion("GPI-02")
def test_who_has_no_reference_is_of_nobody_elses_case(evidence: EvidenceView):
    """SenderReference None is no reference: two patients who have it have nothing to do with each other."""
    evidence.all_together()
    unnamed = [message for message in sound(evidence, ITK3) if message.referral["reference"] == UNUSED]
    if not unnamed:
        raise NotShown("no referral was sent without a reference of the practice's own")
    for _, seen in all_opened(unnamed):
        told = {notice.get("kind") for notice in seen.shown.get("notices") or ()} & {"related-case"}
        other = [*told, *(seen.shown.get("related") or ())]
        todo = "Take SenderReference None for no reference at all."
        expect_none("other referral of the same case", other, seen, todo)
