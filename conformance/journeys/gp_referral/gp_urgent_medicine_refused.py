"""A practice asks for an urgent medicine, which practices may not refer."""

from __future__ import annotations

from dataclasses import replace

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.journeys.worklist import row_of
from cpcs_harness.people.model import GpReferral, Issued

from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.pathways import MI


def channels(declaration: Declaration) -> list[str]:
    """Name the ways by which practices' referrals come to a candidate, as it declares."""
    options = declaration.options_of("MI-GPR-E")
    keyed = ["keyed"] if "keyed-by-staff" in options else []
    mailbox = ["mailbox"] if "mailbox-ingest" in options else []
    return keyed + mailbox + (["itk3"] if declaration.mesh_referrals else [])


class GpUrgentMedicineRefused(Journey):
    """By each way, a practice asks for an urgent medicine; and one refers a minor illness, which is claimed."""

    id = "gp-urgent-medicine-refused"
    seconds = 2.5
    pathways = (MI,)
    title = "A practice asks for an urgent medicine"

    asked_for_by = "[options] MI-GPR-E, or [mesh] gp_referrals"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Where practices' referrals come at all."""
        return bool(channels(declaration))

    def run(self, stage: Stage) -> None:
        """Ask by each way, and try to supply on it; then treat and claim what a practice may refer."""
        _parts.sign_in_and_enrol(stage)
        for channel in channels(stage.declaration):
            self._ask(stage, channel, stage.another(f"asks for a medicine, {channel}"))
        self._refer_lawfully(stage, channels(stage.declaration)[0])

    def _ask(self, stage: Stage, channel: str, issued: Issued) -> None:
        stage.step(f"A practice asks for an urgent medicine ({channel})")
        wanted = replace(
            issued.gp_referral,
            service="urgent-medicine",
            medicine=issued.medicines["urgent-medicine"].display,
            complaint="Has run out of the reliever inhaler, and the next is not due",
        )
        name = self._key(stage, wanted) if channel == "keyed" else self._send(stage, channel, wanted)
        if name:
            patient = replace(issued, gp_referral=wanted)
            self._try(_referrals.for_patient(stage, patient, name), wanted.document_id)

    def _key(self, stage: Stage, wanted: GpReferral) -> str:
        given = _referrals.keyed_from_practice(wanted)
        keyed = stage.do("key_referral", needed=False, about=wanted.document_id, **given)
        return str(keyed.observation.get("referral") or "") if keyed.status == "done" else ""

    def _send(self, stage: Stage, channel: str, wanted: GpReferral) -> str:
        """Send it, and a lawful one after it, which has to be listed; gives the candidate's name for the first."""
        lawful = stage.another(f"refers lawfully, {channel}").gp_referral
        send = stage.send_gp_itk3 if channel == "itk3" else stage.send_gp_email
        for referral in (wanted, lawful):
            send(referral)
        _referrals.collect(stage, looked_for=True)
        stage.look_for([lawful])
        row = row_of(wanted, stage.do("worklist"))
        stage.do("list_alerts", needed=False)
        if channel == "itk3":
            stage.collect_acknowledgements()
        if row is not None:
            stage.open(wanted, row)
        return str(row.get("referral") or "") if row is not None else ""

    def _try(self, stage: Stage, about: str) -> None:
        """Do all that a supply and a claim would need, so that nothing else stands in their way."""
        number = stage.issued.person.nhs_number
        stage.do("find_patient", needed=False, nhs_number=number)
        stage.do("choose_patient", needed=False, nhs_number=number)
        stage.do("record_consent", needed=False, share_with_gp=True)
        _referrals.supply(stage, about=about)
        stage.do("record_consultation", needed=False, **_referrals.consultation(stage.issued, "advice-given"))
        stage.do("complete", needed=False)
        stage.do("submit_claims", needed=False)

    def _refer_lawfully(self, stage: Stage, channel: str) -> None:
        wanted = stage.issued.gp_referral
        stage.step(f"A practice refers a minor illness ({channel})")
        if channel == "keyed":
            stage.try_to("key_referral", about=wanted.document_id, **_referrals.keyed_from_practice(wanted))
        else:
            send = stage.send_gp_itk3 if channel == "itk3" else stage.send_gp_email
            send(wanted)
            _referrals.collect(stage, looked_for=True)
        row = stage.look_for([wanted]).get(wanted.document_id)
        if row is None:
            return
        stage.open(wanted, row)
        stage.take(wanted, row)
        _parts.trace_on_pds(stage)
        _referrals.treat(stage)
        stage.step("The minor illness is claimed, and the practice that referred it told")
        stage.do("submit_claims", needed=False)
        stage.do("notify_gp", needed=False)
