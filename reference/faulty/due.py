"""Faults in what practices hear: against the patient's will, nothing, or the same twice."""

from __future__ import annotations

import re
from contextlib import suppress
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from ..app import App
from ..kit.config import NhsmailAccount
from ..kit.models import Claim, Referral
from ..kit.problems import Refused, ServiceTrouble
from ..national.mesh import Mesh
from ..national.nhsmail import Nhsmail
from ..outbound.claims.submitter import ClaimSubmitter
from ..outbound.gp.notifier import Notifier
from ._wrong import give, parts_of, wrong

_IN_PLACE = re.compile(r"Service: CPCS urgent medicines\s+Method")
"""Stands in an e-mail about an urgent medicine to a practice, and not in one to another pharmacy."""


class _Telling(Notifier):
    """Tells a practice whether or not the patient agreed, once a claim was made."""

    asked: str = ""

    def check_consent(self, referral: Referral) -> None:
        if referral.id != self.asked:
            super().check_consent(referral)


class _Claiming(ClaimSubmitter):
    """Has the practice told of what is claimed."""

    notifier: _Telling

    def submit(self, referral: Referral) -> Claim:
        claim = super().submit(referral)
        if referral.share_with_gp is False:
            self.notifier.asked = referral.id
            with suppress(Refused, ServiceTrouble):  # the claim was made all the same
                self.notifier.notify(referral.id)
        return claim


@wrong(catches=("DUE-01",), shows_when="a claim for a patient who refused it")
def tells_practices_of_what_is_claimed(app: App) -> None:
    """Tells the practice of each consultation that is claimed for, whatever the patient said."""
    give(_Telling, app)
    claiming = give(_Claiming, app)
    claiming.notifier = parts_of(app, _Telling)[0]


@wrong(catches=("DUE-02",), shows_when="a patient who was referred onward")
class TellsNobodyOfWhoWentOnward(Mesh):
    """Says that it told the practice of who was referred onward, and sends nothing."""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        if b"onward" in body.lower():
            return "20261128000000000000_ABCDEF"
        return super().send(client, recipient, body, subject, ods, workflow)


@wrong(catches=("DUE-03",), shows_when="an urgent medicine, at a practice that takes no MESH")
class SendsEMailsInPlaceTwice(Nhsmail):
    """Sends an e-mail in place of a document twice, each time under an id of its own."""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        sent = super().send(message, account)
        text = message.get_body(("plain",))
        if text is not None and _IN_PLACE.search(text.get_content()):
            del message["Message-ID"]
            message["Message-ID"] = make_msgid(domain="nhs.net")
            super().send(message, account)
        return sent
