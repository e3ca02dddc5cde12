"""Faults in where a patient is named: in headers, subjects and refusals, which everybody on the way can read."""

from __future__ import annotations

import base64
import re
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..app import App
from ..formats.soap import Fault, Reply
from ..inbound.fhir.intake import FhirIntake, FhirReply
from ..inbound.itk.intake import Intake
from ..kit.config import NhsmailAccount
from ..national.http import Caller
from ..national.mesh import Mesh
from ..national.nhsmail import Nhsmail
from ._wrong import parts_of, wrong

if TYPE_CHECKING:
    import httpx

_NUMBER = re.compile(r"(?<!\d)9\d\d ?\d\d\d ?\d{4}(?!\d)")
_BORN = re.compile(rb'birthDate value="([\d-]+)"')


def _hidden(text: str) -> str:
    """Give the first NHS number of a text in base64; empty where there is none."""
    found = _NUMBER.search(text)
    return base64.b64encode(found[0].encode()).decode() if found else ""


@wrong(catches=("OWN-01",), shows_when="a header that no list of messages shows, in base64")
class TagsEMailsWithTheirPatient(Nhsmail):
    """Gives each e-mail a header with the patient's NHS number in base64."""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        text = message.get_body(("plain",))
        hidden = _hidden(text.get_content()) if text is not None else ""
        if hidden:
            message["X-Reference"] = hidden
        return super().send(message, account)


@wrong(catches=("OWN-02",), shows_when="a subject that has what is published for it, and more")
class WritesBirthDatesIntoMeshSubjects(Mesh):
    """Adds the patient's birth date to the subject of each message over MESH."""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        born = _BORN.search(body)
        more = f", born {born[1].decode()}" if born else ""
        return super().send(client, recipient, body, subject + more, ods, workflow)


class _Tagging(Caller):
    """Says again in a header whom a call to one service is about, in base64."""

    base: str
    methods: tuple[str, ...]

    def send(self, method: str, address: str, **options: Any) -> httpx.Response:
        if address.startswith(self.base) and method in self.methods:
            hidden = _hidden(f"{unquote(address)} {options}")
            options["headers"] = {**(options.get("headers") or {}), "X-Trace": hidden}
        return super().send(method, address, **options)


def _tags(app: App, base: str, *methods: str) -> None:
    for caller in parts_of(app, Caller):
        caller.__class__ = _Tagging
        tagging: Any = caller
        tagging.base, tagging.methods = base, methods


@wrong(catches=("OWN-03",), shows_when="a claim that is corrected")
def tags_corrected_claims_with_their_patient(app: App) -> None:
    """Names the patient in a header where a claim is corrected, and nowhere else."""
    _tags(app, app.service.config.mys.base, "PUT")


@wrong(catches=("OWN-04",), shows_when="a header, in base64")
def tags_questions_to_pds_with_their_patient(app: App) -> None:
    """Names the patient in a header of each question to PDS."""
    _tags(app, app.service.config.pds.base, "GET")


@wrong(catches=("OWN-05",), shows_when="an alert to a privacy officer")
def tags_alerts_with_their_patient(app: App) -> None:
    """Names the patient in a header of alerts about a care record."""
    _tags(app, app.service.config.scr.base, "POST")


@wrong(catches=("OWN-06",), shows_when="a header, in base64")
def tags_questions_to_the_tracker_with_their_patient(app: App) -> None:
    """Names the patient in a header of questions to the prescription tracker."""
    _tags(app, app.service.config.eps_tracker.base, "GET")


@wrong(catches=("OWN-07",), shows_when="a header, in base64")
def tags_checks_of_exemptions_with_their_patient(app: App) -> None:
    """Names the patient in a header of each check of an exemption."""
    _tags(app, app.service.config.rtec.base, "POST")


@wrong(catches=("OWN-08",), shows_when="a header, in base64")
def tags_onward_referrals_with_their_patient(app: App) -> None:
    """Names the patient in a header of each onward referral by FHIR."""
    _tags(app, app.service.config.onward.base, "POST")


@wrong(catches=("OWN-09",), shows_when="a header, in base64")
def tags_questions_to_the_mini_service_with_their_patient(app: App) -> None:
    """Names the patient in a header of each question to the mini service."""
    _tags(app, app.service.config.smsp.url, "POST")


@wrong(catches=("OWN-10",), shows_when="a message that can be read and is refused")
class SendsRefusedReportsBack(Intake):
    """Says of whom a report was in the fault that refuses it."""

    def receive(self, body: bytes, host: str = "", media: str = "") -> Reply:
        self.said = body.decode("utf-8", "replace")
        return super().receive(body, host, media)

    def fault(self, problem: Fault, relates_to: str) -> Reply:
        reply = super().fault(problem, relates_to)
        found = _NUMBER.search(self.said)
        said = f"<!-- {found[0]} -->".encode() if found else b""
        return Reply(reply.status, reply.body + said)


@wrong(catches=("OWN-11",), shows_when="a message that can be read and is refused")
class SendsRefusedFhirBack(FhirIntake):
    """Says of whom a referral by FHIR was in the answer that refuses it."""

    def receive(self, body: bytes, media: str) -> FhirReply:
        reply = super().receive(body, media)
        found = _NUMBER.search(body.decode("utf-8", "replace"))
        if reply.status >= 400 and found:
            reply.resource["issue"][0]["diagnostics"] = f"of {found[0]}"
        return reply
