"""Faults in what is sent beside: other patients' details in messages that are right otherwise."""

from __future__ import annotations

import base64
import copy
import gzip
import json
from email.message import EmailMessage
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from ..app import App
from ..kit.config import NhsmailAccount
from ..kit.models import Outgoing
from ..kit.store import Store
from ..national.http import Caller
from ..national.mesh import Mesh
from ..national.mys import ClaimResponse
from ..national.nhsmail import Nhsmail
from ..outbound.claims.submitter import ClaimSubmitter
from ._wrong import parts_of, wrong
from .claims.content import ClaimsTwice

if TYPE_CHECKING:
    import httpx

_turn = Lock()
Said = TypeVar("Said", str, bytes)


def _swapped(part: Any, said: Said) -> Said:
    """Keep what is said now, and give what was said before: two may be sent at once."""
    with _turn:
        before: Said = part.previous
        part.previous = said
    return before


@wrong(catches=("ACC-01",), shows_when="the second e-mail")
class AttachesThePreviousReport(Nhsmail):
    """Attaches to each e-mail the one before it, packed."""

    previous = b""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        own, beside = message.as_bytes(), copy.deepcopy(message)
        if self.previous:
            beside.add_attachment(
                gzip.compress(self.previous), maintype="application", subtype="octet-stream"
            )
        self.previous = own
        return super().send(beside, account)


@wrong(catches=("ACC-14",))
class CopiesEMailsToAStranger(Nhsmail):
    """Has a copy of each e-mail go to an address that nobody told it of."""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        beside = copy.deepcopy(message)
        beside["Bcc"] = "archive@mail-archive.example"
        return super().send(beside, account)


@wrong(catches=("ACC-14",), shows_when="the second e-mail")
class SendsEMailsToThePreviousPracticeToo(Nhsmail):
    """Has a copy of each e-mail go to whoever had the one before."""

    previous = ""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        beside, before = copy.deepcopy(message), _swapped(self, str(message["To"]))
        if before:
            beside["Bcc"] = before
        return super().send(beside, account)


@wrong(catches=("ACC-15",), shows_when="the second message")
class SendsMessagesToThePreviousPracticeToo(Mesh):
    """Sends each message over MESH to whoever had the one before, as well."""

    previous = ""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        before = _swapped(self, recipient)
        if before not in ("", recipient):
            super().send(client, before, body, subject, ods, workflow)
        return super().send(client, recipient, body, subject, ods, workflow)


@wrong(catches=("ACC-02",), shows_when="the second message")
class SendsThePreviousDocumentAlong(Mesh):
    """Puts the document before into a comment of each document, in base64."""

    previous = b""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        before = _swapped(self, body)
        beside = b"<!-- " + base64.b64encode(before) + b" -->" if before else b""
        return super().send(client, recipient, body + beside, subject, ods, workflow)


@wrong(catches=("ACC-13",), shows_when="somebody who was never referred")
class ClaimsForNobody(ClaimSubmitter):
    """Makes a second claim of each, for somebody who does not exist."""

    def send(self, message: Outgoing) -> ClaimResponse:
        response = super().send(message)
        self.mys.submit(
            {
                "resourceType": "Claim",
                "identifier": [{"value": f"{message.key}-again"}],
                "patient": {"display": "Jo Nobody"},
            }
        )
        return response


@wrong(catches=("ACC-03",), shows_when="the second claim")
class ClaimsWithThePreviousPatient(ClaimSubmitter):
    """Has in each claim a note with the claim before, in base64."""

    previous = ""

    def send(self, message: Outgoing) -> ClaimResponse:
        before = _swapped(self, message.body)
        if before:
            noted = json.loads(message.body)
            noted["text"] = {"status": "additional", "div": base64.b64encode(before.encode()).decode()}
            message.body = json.dumps(noted)
        return super().send(message)


class _Naming(Caller):
    """Names the patients who were referred last in a header of its calls to one service."""

    store: Store
    base: str
    places: list[str]

    def send(self, method: str, address: str, **options: Any) -> httpx.Response:
        if address.startswith(self.base):
            options["headers"] = {**(options.get("headers") or {}), "X-Trace": self.said()}
        return super().send(method, address, **options)

    def said(self) -> str:
        """What stands in the header."""
        return base64.b64encode(self.last().encode()).decode()

    def last(self) -> str:
        """The NHS numbers of the last referrals."""
        referrals = [referral for ods in self.places for referral in self.store.referrals_of(ods)]
        latest = sorted(referrals, key=lambda referral: referral.received)[-8:]
        return ", ".join(str(referral.content["patient"]["nhs_number"]) for referral in latest)


def names_others_of(app: App, base: str, kind: type[_Naming] | None = None) -> None:
    """Have a system name who was referred last whenever it calls one service."""
    for caller in parts_of(app, Caller):
        caller.__class__ = kind or _Naming
        naming: Any = caller
        service = app.service
        naming.store, naming.base = service.store, base
        naming.places = [premises.ods for premises in service.config.premises]


@wrong(catches=("ACC-04",), shows_when="the second patient")
def names_others_to_pds(app: App) -> None:
    """Tells PDS, in a header of each question, who else was referred."""
    names_others_of(app, app.service.config.pds.base)


@wrong(catches=("ACC-05",), shows_when="the second patient")
def names_others_with_care_records(app: App) -> None:
    """Tells the Summary Care Record's interface who else was referred."""
    names_others_of(app, app.service.config.scr.base)


@wrong(catches=("ACC-06",), shows_when="the second patient")
def names_others_to_the_tracker(app: App) -> None:
    """Tells the prescription tracker who else was referred."""
    names_others_of(app, app.service.config.eps_tracker.base)


@wrong(catches=("ACC-07",), shows_when="the second patient")
def names_others_with_exemptions(app: App) -> None:
    """Tells who checks exemptions who else was referred."""
    names_others_of(app, app.service.config.rtec.base)


@wrong(catches=("ACC-08",), shows_when="the second patient")
def names_others_onward(app: App) -> None:
    """Tells the pharmacy that a patient is referred onward to who else was referred here."""
    names_others_of(app, app.service.config.onward.base)


@wrong(catches=("ACC-09",))
def names_patients_to_dos(app: App) -> None:
    """Tells the Directory of Services who was referred."""
    names_others_of(app, app.service.config.dos.base)


@wrong(catches=("ACC-10",))
def names_patients_with_guidance(app: App) -> None:
    """Tells NICE's partner who was referred."""
    names_others_of(app, app.service.config.cks.base)


@wrong(catches=("ACC-11",))
def names_patients_to_the_register(app: App) -> None:
    """Tells the register of pharmacists who was referred."""
    names_others_of(app, app.service.config.cppe.base)


@wrong(catches=("ACC-12",), shows_when="the second patient")
def names_others_to_the_mini_service(app: App) -> None:
    """Tells the mini service, in a header of each question, who else was referred."""
    names_others_of(app, app.service.config.smsp.url)


class _Hiding(_Naming):
    """Names others in the claims that are made a second time, and in nothing else."""

    def send(self, method: str, address: str, **options: Any) -> httpx.Response:
        if "-2'" in str(options.get("json")):
            return super().send(method, address, **options)
        return Caller.send(self, method, address, **options)

    def said(self) -> str:
        return self.last()


@wrong(catches=("BSA-02",), shows_when="other patients' numbers in a header")
def claims_twice_in_others_names(app: App) -> None:
    """Makes each claim a second time, and names other patients in a header of that."""
    names_others_of(app, app.service.config.mys.base, _Hiding)
    for submitter in parts_of(app, ClaimSubmitter):
        submitter.__class__ = ClaimsTwice
