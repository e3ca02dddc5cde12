"""Telling practices by NHSmail: what it refuses at once, takes later, loses the answer to, or reports hours later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cpcs_harness.journeys.journey import Journey, Stage

from .._steps import consents as _consents
from .._steps import consultations as _consultations
from .._steps import notifications as _notifications
from .._steps import referrals as _referrals
from .._steps import tracing as _tracing
from .._steps.pathways import MI
from .._steps.pds import ALWAYS, Case

NOT_NOW = {"status": 451, "body": b"4.3.2 System not accepting messages", "times": ALWAYS}
TROUBLES: dict[str, dict[str, Any]] = {
    "mailbox full": {"status": 552, "body": b"5.2.2 Mailbox full", "times": ALWAYS},
    "address unknown": {"status": 550, "body": b"5.1.1 User unknown", "times": ALWAYS},
    "not now": NOT_NOW,
    _notifications.MEANWHILE: NOT_NOW,
    "answer lost": {"drop": True},
}
"""What NHSmail does with e-mails about a patient: with the first, or with every one until it is over, if it ever is."""
AT_ONCE = ("address unknown",)
"""Whose address it refuses as soon as it is named, before the e-mail comes (RFC 5321, 3.3)."""
NAMED_FIRST = {"not now": {"status": 450, "body": b"4.2.1 Mailbox busy"}}
"""Whose address it does not take at first, and then the e-mail."""
ALWAYS_TOLD = {
    "answer lost": {"products recommended": "none"},
    "bounced, full": {"products recommended": "one, and a half of a tablet"},
    "bounced, unknown": {"beginning": "late on the day before it is completed"},
    "delivered": {"beginning": "between midnight and one in summer"},
    _notifications.URGENT: {
        "urgency for the practice": "it is to act at once",
        "products recommended": "none",
    },
}
"""What an e-mail has to tell of somebody, by label: who drew it alone may be of those whose practices are not told."""
TAKEN_BACK = _consents.NOT_TOLD[0]
BOUNCED = {"bounced, unknown": "unknown", "bounced, full": "full"}
"""What it reports hours later."""
DELAYED = "delivered"
"""Of whom it reports then that the e-mail is on its way still."""
SOUND = (
    *("delivered", "no practice", *_consents.ANSWERS),
    *(_notifications.URGENT, _notifications.CORRECTED, *_notifications.AT_ODD_HOURS),
)


class GpMail(Journey):
    """Each patient's e-mail meets a trouble of its own; one meets none."""

    id = "gp-mail"
    seconds = 4.0
    pathways = (MI,)
    title = "Minor illness, trouble in telling practices by e-mail"

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """All but the journey's own patient, who is not treated, draw their consultations."""
        return (_consultations.THING, *_consents.asks(label)) if label else ()

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin what patients say who do not plainly agree, and what nobody else may have of whom an e-mail tells."""
        return {**_consents.pinned(label), **ALWAYS_TOLD.get(label, {})}

    def run(self, stage: Stage) -> None:
        """Treat the patients, have the practices told, and told again; then reports come back."""
        patients = {label: stage.another(label) for label in (*TROUBLES, *BOUNCED, *SOUND)}
        none = patients["no practice"]
        _tracing.hold(stage, "no practice", none, lambda plain: replace(plain, practice="V81997"))
        cases = _notifications.treated(stage, patients)
        self._take_back(stage, cases[TAKEN_BACK])
        _consents.say_the_rest(case for label, case in cases.items() if label != TAKEN_BACK)
        troubles = {}
        for label, how in TROUBLES.items():
            stage.step(f"NHSmail is told of a patient: {label}")
            # The practice's own: what waits about an earlier patient may be sent meanwhile, by another terminal.
            to = patients[label].person.practice.email
            strikes = "name_recipient" if label in AT_ONCE else "submit"
            troubles[label] = stage.fault(label, "nhsmail", strikes, about=to, **how)
            if label in NAMED_FIRST:
                stage.fault(label, "nhsmail", "name_recipient", about=to, **NAMED_FIRST[label])
                cases[label].do("notify_gp")
            cases[label].do("notify_gp")
        self._correct(cases[_notifications.MEANWHILE])
        _notifications.look_too_late(stage)
        for label in ("not now", _notifications.MEANWHILE):
            troubles[label].times = 0  # and not before, for whoever has what waits sent meanwhile
        stage.step("The other practices are told")
        _notifications.notify(cases[label] for label in (*BOUNCED, *SOUND))
        _notifications.look(stage)
        stage.step("What waits is sent, and the pharmacist asks for it once more")
        stage.do("send_waiting", needed=False)
        _notifications.notify(cases[label] for label in ("not now", "answer lost", _notifications.MEANWHILE))
        stage.step("A record is corrected of which the practice was told")
        self._correct(cases[_notifications.CORRECTED])
        stage.step("Hours later e-mails come back, and one is said to be delayed")
        for label, why in BOUNCED.items():
            stage.bounce_email(cases[label].person.nhs_number, why)
        stage.bounce_email(cases[DELAYED].person.nhs_number, "delayed")
        _referrals.collect(stage)
        _notifications.look(stage)
        stage.do("list_alerts", needed=False)

    def _take_back(self, stage: Stage, case: Case) -> None:
        stage.step("NHSmail takes nothing about a patient, who takes their consent back meanwhile")
        waits = stage.fault(TAKEN_BACK, "nhsmail", "submit", about=case.person.practice.email, **NOT_NOW)
        _consents.take_back(case)
        waits.times = 0

    def _correct(self, case: Case) -> None:
        """Correct the record, and have the practice told."""
        case.do("amend_consultation", advice=case.issued.words.correction)
        case.do("notify_gp")
