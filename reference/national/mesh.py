"""MESH: finding a practice's mailbox, sending to it, and collecting what came back."""

import logging
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from ..kit.config import MeshAccount, MeshSettings
from ..kit.problems import Refused, ServiceTrouble

_FINAL = {400, 403, 417}
"""Answers to which the same request once more is no use."""
_A_DAY = 24 * 60 * 60.0
LARGEST = 5 * 1024 * 1024  # what ITK3 advises for a message
_log = logging.getLogger("reference.national.mesh")


@dataclass(frozen=True)
class Inbound:
    """A message as it lay in the inbox."""

    message_id: str
    is_report: bool
    linked_id: str
    status_code: str
    body: bytes
    """No more than one byte above the largest that is taken."""
    workflow: str = ""
    sender: str = ""
    """The mailbox that it came from."""


class Mesh:
    """Talks to MESH through NHS England's own client library."""

    def __init__(self, settings: MeshSettings, seconds: float) -> None:
        self.settings = settings
        self.seconds = seconds
        self._greeted: dict[str, float] = {}
        self._greeting = Lock()

    @contextmanager
    def mailbox(self, account: MeshAccount) -> Iterator[Any]:
        """A session of a mailbox; what MESH says no to becomes trouble that an action can tell of."""
        # Imported here: the library and its HTTP client would slow each start, and many runs never need them.
        from mesh_client import MeshClient

        # One session a task: its nonce and counter are not made for several threads. No retries inside it:
        # they would send a token again, and a token is good once.
        with (
            self.as_trouble(),
            MeshClient(
                self.settings.base,
                account.mailbox,
                account.password,
                shared_key=self.settings.shared_key.encode(),
                timeout=self.seconds,
                max_retries=0,
            ) as client,
        ):
            client._session.trust_env = (
                False  # as other services are called; each request would read all settings
            )
            self.greet(client, account)
            yield client

    @contextmanager
    def as_trouble(self) -> Iterator[None]:
        """Turn whatever goes wrong at MESH into trouble that an action can tell of."""
        from mesh_client import MeshError
        from requests import RequestException
        from urllib3.exceptions import HTTPError

        try:
            yield
        except (RequestException, HTTPError, MeshError, ValueError, KeyError) as error:
            raise ServiceTrouble(
                f"MESH did not do as asked ({type(error).__name__}: {error}); nothing is lost, try again later"
            ) from error

    def greet(self, client: Any, account: MeshAccount) -> None:
        """Shake hands with MESH, which wants it once in 24 hours of use."""
        with self._greeting:
            if time.monotonic() < self._greeted.get(account.mailbox, 0.0):
                return
            self.handshake(client)
            self._greeted[account.mailbox] = time.monotonic() + _A_DAY

    def handshake(self, client: Any) -> None:
        """Show MESH that this mailbox is in use."""
        client.handshake()

    def workflow_of(self, urgent_medicines: bool) -> str:
        """The workflow that a document to a practice goes by."""
        return self.settings.workflow if urgent_medicines else self.settings.minor_illness_workflow

    def mailbox_of(self, client: Any, ods: str, workflow: str) -> str:
        """The mailbox in which a practice takes these messages; empty where it has none."""
        found = client.lookup_endpoint(ods, workflow).get("results") or []
        return str(found[0].get("mailbox_id") or found[0].get("address") or "") if found else ""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        """Send a message to a practice, and give its MESH message id; Refused where MESH will never take it."""
        from mesh_client import MeshError
        from requests import HTTPError

        try:
            return str(
                client.send_message(
                    recipient,
                    body,
                    workflow_id=workflow,
                    subject=subject,
                    local_id=ods,
                    content_type="application/fhir+xml",
                )
            )
        except MeshError as error:
            raise Refused(f"MESH does not take the message: {_code(error)}") from error
        except HTTPError as error:
            status = error.response.status_code if error.response is not None else 0
            if status in _FINAL:
                raise Refused(f"MESH does not take the message: it answered {status}") from error
            raise

    def answer(self, client: Any, recipient: str, body: bytes, ods: str) -> bool:
        """Send a response to a referral; False where MESH will never take it, so that trying again is no use."""
        from mesh_client import MeshError
        from requests import HTTPError

        try:
            client.send_message(
                recipient,
                body,
                workflow_id=f"{self.settings.referral_workflow}_ACK",
                local_id=ods,
                content_type="application/fhir+xml",
            )
        except MeshError:
            _log.warning("MESH does not take a response for mailbox %s", recipient)
            return False
        except HTTPError as error:
            if error.response is None or error.response.status_code not in _FINAL:
                raise
            _log.warning("MESH does not take a response for mailbox %s", recipient)
            return False
        return True

    def waiting(self, client: Any) -> list[str]:
        """The ids of all messages in the inbox."""
        return list(client.iterate_message_ids())

    def collect(self, client: Any, message_id: str) -> Inbound:
        """Download a message, which leaves it in the inbox."""
        message = client.retrieve_message(message_id)
        body = self.body_of(message)
        if not message.mex_header("messageid"):
            raise ServiceTrouble(
                "What came in place of a message is none of MESH; it stays there, look again later"
            )
        return Inbound(
            message_id=message_id,
            is_report=(message.message_type or "").upper() == "REPORT",
            linked_id=message.mex_header("linkedmsgid") or "",
            status_code=message.mex_header("statuscode") or "",
            body=body,
            workflow=message.workflow_id or "",
            sender=message.sender or "",
        )

    def body_of(self, message: Any) -> bytes:
        """What a message holds, all of its chunks; nothing where it is not packed as it says."""
        try:
            return bytes(message.read(LARGEST + 1))
        except (zlib.error, EOFError):
            return b""

    def acknowledge(self, client: Any, message_id: str) -> None:
        """Take a message out of the inbox, after it was dealt with."""
        client.acknowledge_message(message_id)


def _code(error: Exception) -> str:
    """What MESH says is wrong, in its own code."""
    found = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
    details = found.get("detail")
    named = details[0] if isinstance(details, list) and details and isinstance(details[0], dict) else found
    return str(named.get("code") or named.get("errorCode") or "no code")
