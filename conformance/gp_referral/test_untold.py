"""A practice that MESH lets nobody answer is told of to a person: it believes that nobody has its patient.

Source: MESH API specification 2.0.0, errors; ITK3 FHIR messaging distribution 2.10.0, responses (interface sheet
mesh-itk3-nhsmail-mys, check F1 21).
"""

from collections.abc import Mapping

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mesh import MeshMessage
from .._shared.screen import looks
from ._acknowledgements import refused_by_mesh
from ._referrals import ITK3, sound

ARRIVAL = "new-referral"
"""The alert that each referral has."""
OF_THE_REFERRAL = {"number-not-verified", "number-not-valid", "related-case", "no-callback", "conflict"}
"""Notices of the patient or the case, whatever becomes of the response."""
LISTED = {"list_alerts": "alerts", "view_outbox": "outbox"}


@criterion("GPI-09")
def test_a_response_that_mesh_refuses_is_told_and_not_sent_blindly(evidence: EvidenceView):
    """400 and 417 are final: the same once more is no use, and somebody has to ring the practice."""
    refused = [(one, refused_by_mesh(one.journey, one.call)) for one in sound(evidence, ITK3)]
    untold = [(message, calls) for message, calls in refused if calls]
    if not untold:
        raise NotShown("MESH refused no response to a practice")
    for (message, calls), apart in through(untold):
        with apart:
            bodies = [MeshMessage(call).readable for call in calls]
            again = [call.id for place, call in enumerate(calls) if bodies[place] in bodies[:place]]
            expect_none("second sending of what MESH refused", again, calls[-1])
            seen = looks(message.journey, message.ods, calls[0].seq)[-1]
            ids = {str(row.get("referral")) for row in message.rows(seen)}
            if not ids:
                raise NotShown(f"{seen.where}: the referral is not listed, so that nothing can be told of it")
            later = [one for one in message.journey.seen if one.seq > calls[0].seq]
            own = [one for one in later if one.actor.get("ods") == message.ods]
            told = any(_tells(one, ids) for one in own)  # and no screen is read that is not needed
            todo = "Have a person ring the practice, which does not hear that its referral came."
            expect(told, "the refusal told to a person", Words("nothing"), seen, todo, timing="absent")


def _tells(seen: ObservationView, ids: set[str]) -> bool:
    """Say whether a person was told something of a referral, by whatever name, or that the mailbox was not emptied."""
    if seen.action == "collect_messages":
        return seen.status in ("failed", "refused") and bool(seen.told)
    if seen.action == "open_referral":
        notices = [one for one in seen.shown.get("notices") or () if isinstance(one, Mapping)]
        return str(seen.referral) in ids and any(one.get("kind") not in OF_THE_REFERRAL for one in notices)
    if seen.action not in LISTED:
        return False
    rows = [row for row in seen.shown.get(LISTED[seen.action]) or () if isinstance(row, Mapping)]
    return any(str(row.get("referral")) in ids and row.get("kind") != ARRIVAL for row in rows)
