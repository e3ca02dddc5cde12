"""Practices refer by ITK3 over MESH."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import GpReferral, Sent
from cpcs_harness.stalls import fair_now

from .._steps import notifications as _notifications
from .._steps import referrals as _referrals
from .._steps.pathways import MI
from .._steps.pds import ALWAYS

BROKEN = ("not-xml", "no-header", "unknown-recipient-ods", "no-patient", "no-focus", "flags-missing")
NEAR_MISSES = {
    "focus-elsewhere": "no-focus",
    "subject-elsewhere": "no-patient",
    "deep-sections": "unknown-recipient-ods",
    "another-event": "not-xml",
    "not-utf-8": "not-xml",
    "json": "not-xml",
    "entities": "no-header",
}
"""What is sound but for one reference, for its depth, its event or its bytes, and whose patient it is sent for."""

FEWER = ("none", "infrastructure only")
FAILS: tuple[dict[str, Any], ...] = ({"status": 503}, {"drop": True}, _notifications.PAGE)
"""What comes in place of an answer of MESH: it is down, the connection ends, or something before it answers."""
UNTOLD = "after the broken ones"
"""Whose practice cannot be answered."""
REFUSALS = (_notifications.REFUSAL, {**_notifications.INVALID, "times": ALWAYS})
"""How MESH answers, in turn, what it will never take: the responses to one message."""
UNUSED = "None"
"""What ITK3 has as SenderReference of whoever has no reference: it tells nothing from anything."""


class GpReferralItk3(Journey):
    """A referral that asks for both acknowledgements, two that ask for fewer, repeats, and broken ones."""

    id = "gp-referral-itk3"
    seconds = 1.5
    pathways = (MI,)
    title = "Practices' referrals by ITK3 over MESH"
    alone = True  # the download that fails would otherwise fail whoever empties the same inbox

    asked_for_by = "[mesh] gp_referrals"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only where the system takes referrals by MESH."""
        return declaration.mesh_referrals

    def run(self, stage: Stage) -> None:
        """Send, fail the first download, collect and open; then repeat, and then send what is broken."""
        _referrals.sign_in(stage)
        self._refer(stage)
        self._ask_for_fewer_acknowledgements(stage)
        self._repeat(stage)
        self._send_broken(stage)

    def _refer(self, stage: Stage) -> None:
        stage.step("A practice refers, and the inbox can neither be listed nor read at first")
        stage.send_gp_itk3(stage.issued.gp_referral)
        for how in FAILS:
            stage.fault("listing fails", "mesh", "list_inbox", to_all=True, **how)
            _referrals.collect(stage, looked_for=True)
            stage.fault("download fails", "mesh", "collect_message", **how)
            _referrals.collect(stage, looked_for=True)
        stage.step("The message is collected")
        _referrals.collect(stage, looked_for=True)
        _referrals.find_and_open(stage, [stage.issued.gp_referral])
        self._await_acknowledgements(stage, 2)

    def _ask_for_fewer_acknowledgements(self, stage: Stage) -> None:
        stage.step(
            "Practices refer that ask for one acknowledgement, or none, and have no reference of their own"
        )
        unnamed = [replace(stage.another(label).gp_referral, reference=UNUSED) for label in FEWER]
        none = replace(unnamed[0], wants_business=False, wants_infrastructure=False)
        infrastructure_only = replace(unnamed[1], wants_business=False)
        sent = [stage.send_gp_itk3(referral) for referral in (infrastructure_only, none)]
        stage.step("MESH does not take that the first of them was read, and has it collected once more")
        stage.fault("acknowledging fails", "mesh", "acknowledge_message", status=503)
        for _ in range(2):
            _referrals.collect(stage, looked_for=True)
        _referrals.find_and_open(stage, [none, infrastructure_only])
        self._await_acknowledgements(stage, _gone(sent[:1]))

    def _repeat(self, stage: Stage) -> None:
        stage.step("The same message comes again, and the same document in another message")
        first = stage.issued.gp_referral
        message_id, bundle_id = map(_referrals.next_id, (first.message_id, first.bundle_id))
        rewrapped = replace(first, message_id=message_id, bundle_id=bundle_id)
        for referral in (first, rewrapped):
            stage.send_gp_itk3(referral)
            _referrals.collect(stage)
        self._await_acknowledgements(stage, 2)
        stage.do("worklist")

    def _send_broken(self, stage: Stage) -> None:
        stage.step("Broken messages come, and a sound one after them")
        broken = [(damage, stage.another(damage).gp_referral) for damage in BROKEN]
        broken += [(damage, self._near(stage, damage)) for damage in NEAR_MISSES]
        sound = stage.another(UNTOLD).gp_referral
        to = sound.person.practice.mailbox
        for how in REFUSALS:
            stage.fault("response refused", "mesh", "send_message", about=to, **how)
        sent = [stage.send_gp_itk3(referral, damage=damage) for damage, referral in broken]
        stage.send_gp_itk3(sound)
        for _ in range(2):
            _referrals.collect(stage, looked_for=True)
        _referrals.find_and_open(stage, [sound])
        self._await_acknowledgements(stage, _gone(sent))
        for action in ("list_alerts", "view_outbox"):
            stage.do(action, needed=False)
        stage.do("worklist")
        stage.do("read_audit", needed=False)

    def _near(self, stage: Stage, damage: str) -> GpReferral:
        """Give another referral of a patient of whom nothing was taken."""
        referral = stage.another(NEAR_MISSES[damage]).gp_referral
        ids = ("document_id", "message_id", "bundle_id")
        return replace(
            referral, **{name: _referrals.next_id(getattr(referral, name), damage) for name in ids}
        )

    def _await_acknowledgements(self, stage: Stage, count: int) -> None:
        """Collect what came back until it is as many as were asked for, or the time is over."""
        deadline, came = fair_now() + stage.pace.arrival_seconds, 0
        while True:
            came += len(stage.collect_acknowledgements())
            if came >= count or fair_now() + stage.pace.poll_seconds > deadline:
                return
            stage.wait(stage.pace.poll_seconds)  # a candidate tells of no event to wait for


def _gone(sent: Sequence[Sent]) -> int:
    """Say how many messages there are that went out."""
    return sum(bool(one.exchange) for one in sent)
