"""Practices refer by e-mail, and the system reads the pharmacy's mailbox itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.journeys.worklist import row_of
from cpcs_harness.people.model import GpReferral

from .._steps import emails as _emails
from .._steps import referrals as _referrals
from .._steps.pathways import MI

FORMS = tuple(f"form {number}" for number in range(1, 39))
"""Labels of patients whose e-mails have a form of their own each."""
BORN, AT_SCHOOL = date(2019, 3, 2), "Telephone: 01632 960654 is the school's, until three"
"""When a child was born, and a line of the notes that begins as a labelled one does."""
NO_DAY = "born-on-31-february"
"""What another e-mail about one of these patients says of them."""
HOSTILE = ("html-script", "broken-mime", "huge-attachment", "winmail", "unknown-charset")


class GpReferralMailbox(Journey):
    """Referrals to two pharmacies, one of them twice, and in every form; then what is hostile or cannot be read."""

    id = "gp-referral-mailbox"
    pathways = (MI,)
    title = "Practices' referrals in the pharmacy's mailbox"
    alone = True  # what is hostile here lies in a mailbox that others have read as well

    asked_for_by = "[options] MI-GPR-E"

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Patients whose e-mails have a form of their own draw it."""
        return (_emails.THING,) if label in FORMS else ()

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only where the system reads the mailbox."""
        return "mailbox-ingest" in declaration.options_of("MI-GPR-E")

    def run(self, stage: Stage) -> None:
        """Send, collect and open; send again; then send what is hostile, and a plain one after it."""
        _referrals.sign_in(stage)
        self._refer(stage)
        self._refer_elsewhere(stage)
        self._refer_again(stage)
        self._refer_in_every_form(stage)
        self._send_hostile(stage)

    def _refer(self, stage: Stage) -> None:
        stage.step("A practice refers by e-mail")
        stage.send_gp_email(stage.issued.gp_referral)
        _referrals.collect(stage, looked_for=True)
        _referrals.find_and_open(stage, [stage.issued.gp_referral])

    def _refer_elsewhere(self, stage: Stage) -> None:
        if len(stage.premises) < 2:
            return
        there = stage.other_premises()
        stage.step("A practice writes to the other pharmacy")
        wanted = stage.another("other pharmacy", there).gp_referral
        stage.send_gp_email(wanted)
        _referrals.collect(stage, there, looked_for=True)
        _referrals.find_and_open(stage, [wanted], there)
        stage.do("worklist")

    def _refer_again(self, stage: Stage) -> None:
        stage.step("The same e-mail comes once more, then its text in another, and the mailbox is read twice")
        first = stage.issued.gp_referral
        stage.send_gp_email(first)
        stage.send_gp_email(replace(first, message_id=_referrals.next_id(first.message_id)))
        for _ in range(2):
            _referrals.collect(stage)
        stage.do("worklist")

    def _refer_in_every_form(self, stage: Stage) -> None:
        stage.step(
            "Practices' programs write e-mails in every form, and each is sent once more under another Message-ID"
        )
        wanted = self._one_under_a_used_reference(
            stage, [_emails.drawn(stage.another(label)) for label in FORMS]
        )
        for referral in wanted:
            stage.send_gp_email(referral)
        _referrals.collect(stage, looked_for=True)
        _referrals.find_and_open(stage, wanted)
        for referral in wanted:
            stage.send_gp_email(replace(referral, message_id=_referrals.next_id(referral.message_id)))
        _referrals.collect(stage)
        stage.do("worklist")

    def _send_hostile(self, stage: Stage) -> None:
        stage.step("E-mails come that somebody means ill with, and a plain one after them")
        hostile = [(damage, stage.another(damage).gp_referral) for damage in HOSTILE]
        hostile.append((NO_DAY, _another(hostile[0][1])))
        for damage, referral in hostile:
            stage.send_gp_email(referral, damage=damage)
        sound = _of_a_child(stage.another("after the hostile ones").gp_referral)
        stage.send_gp_email(sound)
        _referrals.collect(stage)
        _referrals.find_and_open(stage, [sound])
        _referrals.open_if_listed(stage, [referral for _, referral in hostile])
        stage.do("list_alerts", needed=False)
        stage.do("read_audit", needed=False)

    def _one_under_a_used_reference(self, stage: Stage, referrals: list[GpReferral]) -> list[GpReferral]:
        """Have one patient, of whom nothing is left out, referred under a reference that was another's before.

        Without the patients' numbers on a worklist nobody could tell the two rows apart: then each has its own.
        """
        first = stage.issued.gp_referral
        row = row_of(first, stage.do("worklist"))
        if row is None or not row.get("nhs_number"):
            return referrals
        under_it = {one.document_id: _under_the_reference_of(first, one) for one in referrals}
        plain = [
            one
            for one in referrals
            if one.form.left_out == "nothing" and _emails.is_written_in(under_it[one.document_id])
        ]
        return [under_it[one.document_id] if one in plain[:1] else one for one in referrals]


def _another(referral: GpReferral) -> GpReferral:
    """Give another referral of a patient, under a reference of its own."""
    document, message = (_referrals.next_id(held) for held in (referral.document_id, referral.message_id))
    return replace(referral, document_id=document, message_id=message, reference=f"{referral.reference}-2")


def _of_a_child(referral: GpReferral) -> GpReferral:
    """Have a child referred: born in this century, in two digits, and rung at home, not where the notes say."""
    person = replace(referral.person, birth_date=BORN)
    form = replace(referral.form, birth="two digits")
    return replace(referral, person=person, form=form, notes=f"{referral.notes}\n{AT_SCHOOL}")


def _under_the_reference_of(first: GpReferral, referral: GpReferral) -> GpReferral:
    person = replace(referral.person, practice=first.person.practice)
    return replace(referral, person=person, reference=first.reference, referrer=first.referrer)
