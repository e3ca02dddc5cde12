"""A service presents a certificate of an authority that nobody told the system to trust, and its own again.

Source: RFC 7817, section 3; RFC 9110, section 4.3.4 (interface sheet dos-eps-rtec-scr-dmd, check 100).
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage

from ._steps import cis2 as _cis2
from ._steps import exemptions as _exemptions
from ._steps import notifications as _notifications
from ._steps import pds as _pds
from ._steps import referrals as _referrals
from ._steps import tracing as _tracing
from ._steps.exemptions import CHECK, Charged
from ._steps.pathways import MI, UM

TOLD, ASKED, LOOKED_AT = "told of by e-mail", "asked about", "looked at"
CERTIFICATES = "certificates"
TRACK = "track_prescriptions"
ROW = {"age": {"years": 41, "days": 3}, "answer": "9005"}


class UntrustedMailServer(Journey):
    """A practice is to be told, and one has written, while nobody vouches for NHSmail."""

    id = "untrusted-mail-server"
    seconds = 1.0
    pathways = (MI,)
    title = "Minor illness, a mail server that nobody vouches for"
    alone = True  # whoever else calls would be shown that certificate as well
    with_others = CERTIFICATES

    def run(self, stage: Stage) -> None:
        """Have the practice told, and the mailbox read; and once more, when the server has its own certificate.

        A system may tell the practice as soon as the consultation is completed.
        """
        stage.step("NHSmail takes mail with a certificate that nobody trusts")
        with stage.untrusted("nhsmail"):
            case = _notifications.treated(stage, {TOLD: stage.another(TOLD)})[TOLD]
            stage.step("The practice is to be told")
            case.do("notify_gp")
            stage.do("send_waiting", needed=False)  # whoever keeps messages for later tries it now
        stage.step("It has its own again, and what waits is sent")
        stage.do("send_waiting", needed=False)
        case.do("notify_gp")
        if "mailbox-ingest" in stage.declaration.options_of("MI-GPR-E"):
            self._read(stage)

    def _read(self, stage: Stage) -> None:
        stage.step(
            "A practice has written, and NHSmail shows its mailboxes with a certificate that nobody trusts"
        )
        with stage.untrusted("imap"):
            stage.send_gp_email(stage.issued.gp_referral)
            _referrals.collect(stage)
        stage.step("It has its own again, and the mailbox is read")
        _referrals.collect(stage, looked_for=True)
        _referrals.find_and_open(stage, [stage.issued.gp_referral])


class UntrustedServices(Journey):
    """A patient's exemption is checked, and their prescriptions looked at, while nobody vouches for who answers."""

    id = "untrusted-services"
    seconds = 1.0
    pathways = (UM,)
    title = "Urgent medicine, services that nobody vouches for"
    alone = True  # as above
    with_others = CERTIFICATES

    def run(self, stage: Stage) -> None:
        """Check for one patient, and look for another, twice each; a system may ask as soon as it knows the patient."""
        issued = {label: _exemptions.issued_as(stage, label, ROW) for label in (ASKED, LOOKED_AT)}
        signed_in = _cis2.asks_in_own_name_alone(stage.declaration)
        _tracing.begin(stage, issued.values(), signed_in=signed_in)
        cases = _pds.refer(stage, issued)
        patient = Charged(ASKED, ROW, cases[ASKED])
        stage.step("RTEC has a certificate that nobody trusts, and the exemption is to be checked")
        with stage.untrusted("rtec"):
            patient.check()
        stage.step("It has its own again, and the exemption is checked")
        patient.case.do(CHECK, prescription_id=patient.prescription)
        if "json" in stage.declaration.trackers and stage.declaration.mutual_tls:
            self._look(stage, Charged(LOOKED_AT, ROW, cases[LOOKED_AT]))

    def _look(self, stage: Stage, patient: Charged) -> None:
        stage.step("The prescription tracker has a certificate that nobody trusts, and is to be looked at")
        patient.hold()
        with stage.untrusted("eps_tracker"):
            patient.case.open()
            patient.case.find()
            patient.case.choose()
            patient.case.do(TRACK)
        stage.step("It has its own again, and is looked at")
        patient.case.do(TRACK)
