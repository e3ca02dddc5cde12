"""Faults in what is sent without any reason: people whom nobody referred, places nobody asked for, sealed copies."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import socket
import time
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..app import App
from ..kit.config import NhsmailAccount
from ..kit.models import Outgoing
from ..kit.numbers import is_nhs_number
from ..kit.problems import ServiceTrouble
from ..national.http import Caller
from ..national.identity.tokens import AccessToken, Tokens
from ..national.mesh import Mesh
from ..national.mys import ClaimResponse
from ..national.nhsmail import Nhsmail
from ..national.pds.service import Pds
from ..national.requester import Requester
from ..outbound.claims.submitter import ClaimSubmitter
from ._wrong import parts_of, wrong
from .account import names_others_of

if TYPE_CHECKING:
    import httpx

_NUMBER = re.compile(r"(?<!\d)999\d{7}(?!\d)")
_MOMENT = 1.0
_POSTCODE = re.compile(r"/[A-Z]{1,2}\d[A-Z0-9]?(?:%20| )?\d[A-Z]{2}(?=/)")


def stranger(number: str) -> str:
    """Give a valid NHS number that is another's, and of no use to anybody."""
    first = int(number[3:9])
    tried = (f"999{(first + step) % 10**6:06d}{digit}" for step in range(7, 99, 7) for digit in range(10))
    return next(text for text in tried if is_nhs_number(text))


class _Curious(Caller):
    """Asks one service for somebody or something else as well, from the second question on."""

    base: str
    is_second = False

    def send(self, method: str, address: str, **options: Any) -> httpx.Response:
        answer = super().send(method, address, **options)
        if address.startswith(self.base):
            if self.is_second:
                with contextlib.suppress(ServiceTrouble):
                    self.beside(method, address, options)
            self.is_second = True
        return answer

    def beside(self, method: str, address: str, options: dict[str, Any]) -> None:
        """Ask the same for a stranger."""
        other = (_elsewhere(address), {name: _elsewhere(value) for name, value in options.items()})
        if other != (address, options):
            super().send(method, other[0], **other[1])


class _Wandering(_Curious):
    """Asks for another place."""

    def beside(self, method: str, address: str, options: dict[str, Any]) -> None:
        other = _POSTCODE.sub("/ZE1%200AA", address)
        if other != address:
            Caller.send(self, method, other, **options)


class _Reporting(_Curious):
    """Hands in how often it is used."""

    def beside(self, method: str, address: str, options: dict[str, Any]) -> None:
        Caller.send(self, "POST", f"{self.base}/usage", headers=options.get("headers"), json={"today": 2})


class _Whispering(_Curious):
    """Says whom it has asked about over a connection of its own, which is no HTTP."""

    def beside(self, method: str, address: str, options: dict[str, Any]) -> None:
        there = urlsplit(self.base)
        for number in _NUMBER.findall(f"{address} {options.get('params')}")[:1]:
            with (
                contextlib.suppress(OSError),
                socket.create_connection((there.hostname, there.port), timeout=5) as connection,
            ):
                connection.sendall(f"seen {number}\n".encode())


def _elsewhere(said: Any) -> Any:
    if isinstance(said, str):
        return _NUMBER.sub(lambda found: stranger(found[0]), said)
    if isinstance(said, bytes):
        return _elsewhere(said.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    if isinstance(said, dict):
        return {name: _elsewhere(value) for name, value in said.items()}
    return said


def _has(app: App, kind: type[_Curious], base: str) -> None:
    for caller in parts_of(app, Caller):
        caller.__class__ = kind
        curious: Any = caller
        curious.base = base


@wrong(catches=("ACC-18",), shows_when="the second question")
def asks_pds_for_strangers(app: App) -> None:
    """Asks PDS for somebody whom nobody referred, from the second question on."""
    _has(app, _Curious, app.service.config.pds.base)


@wrong(catches=("ACC-18",), shows_when="the second question")
def names_patients_without_a_request(app: App) -> None:
    """Sends PDS the number of whom it has asked about once more, in bytes that are no HTTP, from the second on."""
    _has(app, _Whispering, app.service.config.pds.base)


@wrong(catches=("ACC-19",), shows_when="the second question")
def asks_the_mini_service_for_strangers(app: App) -> None:
    """Asks the mini service for somebody whom nobody referred, from the second question on."""
    _has(app, _Curious, app.service.config.smsp.url)


@wrong(catches=("ACC-20",), shows_when="the second question")
def opens_strangers_care_records(app: App) -> None:
    """Opens the care record of somebody whom nobody referred, from the second question on."""
    _has(app, _Curious, app.service.config.scr.base)


@wrong(catches=("ACC-21",), shows_when="the second question")
def tracks_strangers(app: App) -> None:
    """Asks the prescription tracker for somebody whom nobody referred, from the second question on."""
    _has(app, _Curious, app.service.config.eps_tracker.base)


@wrong(catches=("ACC-21",), shows_when="the second question")
def names_patients_where_tls_is_spoken(app: App) -> None:
    """Sends the tracker the number of whom it has asked about once more, in plain bytes in place of TLS."""
    _has(app, _Whispering, app.service.config.eps_tracker.base)


@wrong(catches=("ACC-22",), shows_when="the second question")
def checks_strangers_exemptions(app: App) -> None:
    """Checks the exemption of somebody whom nobody referred, from the second question on."""
    _has(app, _Curious, app.service.config.rtec.base)


@wrong(catches=("ACC-23",), shows_when="the second referral")
def refers_strangers_onward(app: App) -> None:
    """Refers somebody onward whom nobody referred here, from the second referral on."""
    _has(app, _Curious, app.service.config.onward.base)


@wrong(catches=("ACC-24",), shows_when="the second search")
def searches_dos_at_random(app: App) -> None:
    """Searches DoS for a place that nobody named, from the second search on."""
    _has(app, _Wandering, app.service.config.dos.base)


@wrong(catches=("ACC-25",), shows_when="the second question")
def tells_the_guidance_service_of_its_use(app: App) -> None:
    """Hands its figures of use in at the guidance service, from the second question on."""
    _has(app, _Reporting, app.service.config.cks.base)


@wrong(catches=("ACC-26",), shows_when="the second pharmacist")
def tells_the_register_of_its_use(app: App) -> None:
    """Hands its figures of use in at the register of pharmacists, from the second question on."""
    _has(app, _Reporting, app.service.config.cppe.base)


class _Fresh(Tokens):
    """Asks for a token for each question."""

    def lasts(self, held: AccessToken) -> bool:
        return False


@wrong(catches=("ACC-27",), shows_when="the second question")
def names_patients_with_tokens(app: App) -> None:
    """Asks for a token for each question, and says who was referred last."""
    names_others_of(app, app.service.config.pds.token_url)
    for source in parts_of(app, Tokens):
        source.__class__ = _Fresh


class _Following(ClaimSubmitter):
    """Looks up whom it has claimed for, a moment after."""

    pds: Pds

    def send(self, message: Outgoing) -> ClaimResponse:
        response = super().send(message)
        time.sleep(_MOMENT)
        for number in _NUMBER.findall(message.body)[:1]:
            with contextlib.suppress(ServiceTrouble):
                self.pds.retrieve(number, Requester(self.config.premises[0].ods, "System"))
        return response


@wrong(catches=("ACC-18",), shows_when="a consultation that is closed and claimed for")
def looks_up_whom_it_has_claimed_for(app: App) -> None:
    """Looks each patient up on PDS once more when the consultation was closed and claimed for."""
    for submitter in parts_of(app, ClaimSubmitter):
        submitter.__class__ = _Following
        following: Any = submitter
        following.pds = parts_of(app, Pds)[0]


@wrong(catches=("ACC-16",), shows_when="the second e-mail")
class SendsASealedCopyToAStranger(Nhsmail):
    """Sends what nobody can read to an address that nobody told it of, from the second e-mail on."""

    is_second = False

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        if self.is_second:
            sealed = EmailMessage()
            sealed["From"], sealed["To"] = message["From"], "archive@mail-archive.example"
            sealed.set_content(hashlib.sha512(message.as_bytes()).hexdigest())
            with contextlib.suppress(ServiceTrouble):
                super().send(sealed, account)
        self.is_second = True
        return super().send(message, account)


@wrong(catches=("ACC-16",), shows_when="the second e-mail")
class AsksNhsmailWhetherItKnowsPatients(Nhsmail):
    """Asks NHSmail, over a connection without a message, whether it has an address for the patient of each e-mail."""

    is_second = False

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        if self.is_second:
            with self._session(account) as server:
                for number in _NUMBER.findall(message.as_string())[:1]:
                    server.verify(f"{number}@nhs.net")
        self.is_second = True
        return super().send(message, account)


@wrong(catches=("ACC-16",), shows_when="the second e-mail")
class AddressesAStrangerAndTakesItBack(Nhsmail):
    """Says to NHSmail that it has mail for somebody whom nobody told it of, and sends none."""

    is_second = False

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        if self.is_second:
            with self._session(account) as server:
                server.mail(account.address)
                server.rcpt("archive@mail-archive.example")
        self.is_second = True
        return super().send(message, account)


@wrong(catches=("ACC-17",), shows_when="the second message")
class SendsASealedCopyToAnotherMailbox(Mesh):
    """Sends what nobody can read to a mailbox that nobody told it of, from the second message on."""

    is_second = False

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        from mesh_client import MeshError
        from requests import RequestException

        if self.is_second:
            with contextlib.suppress(MeshError, RequestException):
                super().send(client, "X26HC005", hashlib.sha512(body).digest(), "", ods, workflow)
        self.is_second = True
        return super().send(client, recipient, body, subject, ods, workflow)


@wrong(catches=("ACC-15", "ACC-17"), shows_when="the second message")
class SendsACopyInBase64ToAnotherMailbox(Mesh):
    """Sends each document once more, in base64, to a mailbox that nobody told it of, from the second on."""

    is_second = False

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        from mesh_client import MeshError
        from requests import RequestException

        if self.is_second:
            with contextlib.suppress(MeshError, RequestException):
                super().send(client, "X26HC005", base64.b64encode(body), "", ods, workflow)
        self.is_second = True
        return super().send(client, recipient, body, subject, ods, workflow)


@wrong(catches=("ACC-13",), shows_when="the second claim")
class ClaimsForAStranger(ClaimSubmitter):
    """Makes another claim beside each, from the second on, for an NHS number that nobody referred."""

    is_second = False

    def send(self, message: Outgoing) -> ClaimResponse:
        response = super().send(message)
        other = _elsewhere(message.body)
        if self.is_second and other != message.body:
            self.mys.submit(json.loads(other))
        self.is_second = True
        return response
