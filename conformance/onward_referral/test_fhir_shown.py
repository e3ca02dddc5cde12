"""What a screen says of an onward referral by FHIR is what was asked for, and what the receiver answered.

Source: CPCS Technical Toolkit, June 2021, Onward referral to pharmacy (outbound); FHIR R4, Messaging.
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, ObservationView, criterion, expect
from cpcs_harness.judging.in_words import Words

from .._shared.told_before import was_told
from ._messages import TAKEN, about, receiver
from ._onward import Referred, each_tried
from .test_shown import LATEST, NOT_SENT, SENT, expect_chosen, shown

CHANNEL = "fhir"


@criterion("ONF-14")
def test_what_is_shown_of_an_onward_referral_by_fhir_is_what_came_of_it(evidence: EvidenceView):
    """The pharmacy that was chosen; sent only what it took, and refused or failed nothing that it took."""
    looked = False
    for found in each_tried(evidence):
        for seen, row in shown(found):
            if row.get("channel") == CHANNEL:
                looked = True
                expect_chosen(found, row, seen)
                expect_answered(found, row, seen)
    if not looked:
        raise NotShown("no screen says anything of an onward referral by FHIR")


def expect_answered(found: Referred, row: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet where a screen says that a receiver took a message which it did not, or the other way round."""
    ods = str(row.get("ods") or "")
    own = [call for call in about(found) if call.seq < seen.seq and receiver(call) == ods]
    if row.get("status") == SENT:
        heard = [call.response.status for call in own if not call.fault and not call.gone]
        todo = "Show what the receiver answered, and until then that it waits."
        taken = any(map(_is_taken, own))
        expect(taken, f"a message about {found.name} that {ods} took", heard or Words("none"), seen, todo)
    elif row.get("status") in NOT_SENT:
        wrong = was_told(_is_taken, own, seen, found.tries)
        due = f"a message shown as sent that {ods} took"
        expect(not wrong, due, row["status"], seen, LATEST, timing="order")


def _is_taken(call: ExchangeView) -> bool:
    return call.response.status in TAKEN
