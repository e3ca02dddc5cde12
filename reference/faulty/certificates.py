"""Faults in whom the system takes for a service: whoever answers at its address."""

from __future__ import annotations

import ssl

from ..inbound.mail.mailbox import Mailbox
from ..national.eps_tracker import EpsTracker
from ..national.http import Caller
from ..national.nhsmail import Nhsmail
from ..national.requester import Requester
from ..national.rtec import Rtec, RtecAnswer
from ._wrong import wrong


def _anybody() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@wrong(catches=("GPN-15",), shows_when="a certificate of NHSmail that nobody trusts")
class SendsMailThroughAnybody(Nhsmail):
    """Hands e-mails to whoever speaks STARTTLS at NHSmail's address."""

    def trust(self) -> ssl.SSLContext:
        return _anybody()


@wrong(catches=("GPR-08",), shows_when="a certificate of NHSmail that nobody trusts")
class ReadsAnybodysMailbox(Mailbox):
    """Logs in to, and reads, whatever mailbox stands at NHSmail's address."""

    def trust(self) -> ssl.SSLContext:
        return _anybody()


class _TrustsAnybody(Caller):
    def trust(self) -> ssl.SSLContext:
        context = _anybody()
        if self.own[0]:
            context.load_cert_chain(*self.own)
        return context


@wrong(catches=("EPT-21",), shows_when="a certificate of the prescription tracker that nobody trusts")
class AsksAnybodyAboutPrescriptions(EpsTracker):
    """Asks whoever answers at the prescription tracker's address."""

    def caller_for(self, path: str) -> Caller:
        found = super().caller_for(path)
        found.__class__ = _TrustsAnybody
        return found


@wrong(catches=("RTC-14",), shows_when="a certificate of RTEC that nobody trusts")
class AsksAnybodyAboutExemptions(Rtec):
    """Asks whoever answers at RTEC's address."""

    def search(self, fields: dict[str, str], requester: Requester, user: str) -> RtecAnswer:
        self.caller.__class__ = _TrustsAnybody
        return super().search(fields, requester, user)
