"""Two pharmacies stand behind one address: each is sent its own patients, and one patient is sent to both."""

from __future__ import annotations

from dataclasses import replace

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Issued

from .._steps import foreign as _foreign
from .._steps import notifications as _notifications
from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM

UNSERVED = "FZZ99"
"""The code of a pharmacy that is none of the environment's."""
ALONE = "works at the first pharmacy alone"
TWICE = "sent to both"
ELSEWHERE = "elsewhere"
"""The further patient, of the pharmacy that is not the journey's own patient's."""


class TwoPharmacies(Journey):
    """Each pharmacy sees its own; the second one's patient goes the whole way there."""

    id = "two-pharmacies"
    seconds = 1.5
    pathways = (MI, UM)
    title = "{service}, two pharmacies behind one address"

    def run(self, stage: Stage) -> None:
        """Send to both, look in both; then treat, notify and claim at the second, and read both audit trails."""
        kept, worked = self._patients(stage)
        here, there = _referrals.for_patient(stage, kept), _referrals.for_patient(stage, worked)
        for premises in (here, there):
            _parts.sign_in_and_enrol(premises)
        self._send_and_look(stage, here, there)
        there.step("The second pharmacy's pharmacist opens its patient's referral")
        there.find_on_worklist()
        there.try_to("open_referral", about=worked.report.document_id)
        there.do("worklist", needed=False)
        other = self._try_from(here, there)
        prescription = _foreign.hold_what_is_asked(there) if there.issued.pathway == UM.id else ""
        _parts.trace_on_pds(there)
        _referrals.write_down(there)
        there.do("worklist", needed=False)
        here.step("The colleague at the first pharmacy asks for it again, now that it is written down")
        _foreign.once_treated(other, there, prescription)
        there.step("The second pharmacy's pharmacist looks whether anything has changed, and completes")
        there.do("worklist", needed=False)
        there.try_to("complete")
        here.step("The colleague at the first pharmacy asks for it again, now that it is completed")
        _foreign.once_completed(other, there)
        there.step("The second pharmacy tells the practice")
        there.do("notify_gp", needed=False)
        there.step("The second pharmacy claims")
        there.do("submit_claims", needed=False)
        here.step("The colleague at the first pharmacy asks for the claim to be taken back")
        _foreign.once_claimed(other, there)
        there.step("The practice does not know the second pharmacy's patient, or has no such mailbox")
        _notifications.refuse(there)
        stage.step("Both audit trails, alerts and outboxes are read")
        for premises in (here, there):
            for action in ("read_audit", "list_alerts", "view_outbox"):
                premises.do(action, needed=False)

    def _try_from(self, here: Stage, there: Stage) -> Stage:
        """Have somebody who works at the other pharmacy alone ask for what waits at this one, by its id; gives them."""
        further = here.another(ALONE, here.issued.premises)
        other = replace(here, issued=replace(here.issued, pharmacist=further.pharmacist))
        _parts.sign_in_and_enrol(other)
        here.step("A colleague at the first pharmacy asks for the second one's referral by its id")
        _foreign.while_open(other, there)
        here.step(
            "Somebody of a pharmacy that the system does not serve asks for the second one's referral by its id"
        )
        unserved = replace(here.issued.premises, ods=UNSERVED, name="A pharmacy that is not served")
        stranger = replace(here, issued=replace(here.issued, premises=unserved))
        stranger.do("worklist", needed=False)
        _foreign.while_open(stranger, there)
        here.do("worklist", needed=False)
        there.step("The second pharmacy's pharmacist looks whether anything has changed")
        there.do("worklist", needed=False)
        there.do("open_referral", needed=False, about=there.issued.report.document_id)
        return other

    def _patients(self, stage: Stage) -> tuple[Issued, Issued]:
        """Give a patient of the environment's first pharmacy, and one of another: systems fall back to the first."""
        first, own = stage.premises[0], stage.issued
        if own.premises.ods == first.ods:
            return own, stage.another(ELSEWHERE, stage.other_premises())
        return stage.another(ELSEWHERE, first), own

    def _send_and_look(self, stage: Stage, here: Stage, there: Stage) -> None:
        stage.step("NHS 111 sends each pharmacy its patients, and one patient to both")
        twice = stage.another(TWICE, here.issued.premises).report
        ids = stage.another("ids of the second report", there.issued.premises).report
        again = _referrals.readdressed(twice, ids, there.issued.premises)
        for report in (here.issued.report, there.issued.report, twice, again):
            stage.send(report=report)
        stage.step("Each pharmacy's pharmacist looks at the worklist")
        _referrals.find_and_open(here, [here.issued.report, twice])
        _referrals.find_and_open(there, [there.issued.report, again])
        here.do("worklist")
