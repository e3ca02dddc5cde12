"""Handing last month's export in at NHSBSA's data warehouse: by HTTPS, as we suppose; no document says how."""

from datetime import timedelta

from ...kit.config import WarehouseSettings
from ...kit.models import Outgoing
from ...kit.problems import ServiceTrouble
from ...kit.times import now, today
from ...national.http import Caller
from ..outbox import Outbox
from .extract import NHSEI, Extract

CHANNEL = "warehouse"


class Warehouse:
    """Puts each month's export into the outbox, once a pharmacy, and sends it until it is taken."""

    def __init__(self, settings: WarehouseSettings, outbox: Outbox, extract: Extract, caller: Caller) -> None:
        self.settings = settings
        self.outbox = outbox
        self.extract = extract
        self.caller = caller
        outbox.carry(CHANNEL, lambda out: self.carry(out), lambda out: None)

    def put_last_month(self, ods: str) -> None:
        """Put the export of the month that ended last, in London, into the outbox; nothing where nobody takes it."""
        if not self.settings.base:
            return
        month = (today().replace(day=1) - timedelta(days=1)).isoformat()[:7]
        name = f"{ods}/{month}"
        if self.outbox.store.outgoing(f"export/{name}") is None:
            self.outbox.put(self.written(ods, month, name))

    def written(self, ods: str, month: str, name: str) -> Outgoing:
        """The export as it goes out, the same each time that it is tried."""
        return Outgoing(
            key=f"export/{name}",
            kind="export",
            ods=ods,
            referral="",
            channel=CHANNEL,
            recipient="nhsbsa",
            reference=name,
            body=b"".join(self.extract.content(ods, month, NHSEI)).decode(),
            details={},
            created=now(),
        )

    def carry(self, message: Outgoing) -> str:
        """Send an export; gives the receipt. What was not taken waits in the outbox, where people see it."""
        address = f"{self.settings.base}/{message.reference}"
        headers = {"Content-Type": "text/csv; charset=utf-8"}
        reply = self.caller.send("PUT", address, content=message.body.encode(), headers=headers)
        if reply.status_code in (200, 201):
            return reply.headers.get("Location", "") or reply.text[:200]
        raise ServiceTrouble(f"NHSBSA answered {reply.status_code} to the export of {message.reference}")
