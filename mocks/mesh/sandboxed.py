"""NHS England's `mesh-sandbox` as the mock MESH uses it: quiet, in memory, with mailboxes of ours, without its admin.

Source: mesh-sandbox 1.0.137 (interface sheet mesh-itk3-nhsmail-mys, A9).
Left out: its own mailboxes and workflows, its files, and its admin router, which no real MESH has.
"""

from __future__ import annotations

import logging
import secrets
import warnings
import zlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from inspect import iscoroutinefunction
from typing import Any

from cryptography.fernet import InvalidToken
from starlette.types import Receive, Scope, Send

from cpcs_harness.mockkit import World
from cpcs_harness.mockkit.call import MAX_REQUEST
from cpcs_harness.people.model import Practice, Premises

OLDER = r"(mesh_sandbox|fastapi|pydantic)(\..*)?"
with warnings.catch_warnings():
    # The sandbox is older than the FastAPI and pydantic it runs on, and warnings say so while it is imported.
    warnings.filterwarnings("ignore", module=OLDER)
    from fastapi import FastAPI, HTTPException, Request
    from fastapi.dependencies.utils import get_dependant
    from fastapi.encoders import jsonable_encoder as jsonable
    from fastapi.exceptions import RequestValidationError
    from fastapi.routing import _IncludedRouter
    from mesh_sandbox import api as sandbox
    from mesh_sandbox.common import MAX_API_VERSION, EnvConfig
    from mesh_sandbox.common.constants import ERROR_INVALID_AUTH_TOKEN as INVALID_TOKEN
    from mesh_sandbox.common.constants import ERROR_NO_MAILBOX_MATCHES as NO_MAILBOX
    from mesh_sandbox.common.exceptions import MessagingException
    from mesh_sandbox.common.fernet import FernetHelper
    from mesh_sandbox.common.messaging import Messaging
    from mesh_sandbox.dependencies import (
        get_env_config,
        get_fernet,
        get_logger,
        get_messaging,
        get_store,
    )
    from mesh_sandbox.dependencies import parse_accept_header as version_of
    from mesh_sandbox.handlers.inbox import InboxHandler
    from mesh_sandbox.handlers.lookup import LookupHandler
    from mesh_sandbox.models.mailbox import Mailbox
    from mesh_sandbox.models.message import (
        Message,
        MessageEvent,
        MessageMetadata,
        MessageParty,
        MessageStatus,
        MessageType,
    )
    from mesh_sandbox.routers import handshake, inbox, inbox_count, lookup, outbox, tracking
    from mesh_sandbox.store.memory_store import MemoryStore
    from mesh_sandbox.views.error import get_error_response

warnings.filterwarnings("ignore", module=OLDER)

__all__ = [
    "INVALID_TOKEN",
    "MOST_CHUNKS",
    "NOWHERE",
    "NO_MAILBOX",
    "Application",
    "HTTPException",
    "InboxHandler",
    "LookupHandler",
    "Message",
    "MessageEvent",
    "MessageMetadata",
    "MessageParty",
    "MessageStatus",
    "MessageType",
    "Messaging",
    "Pages",
    "Store",
    "configuration",
    "get_error_response",
    "is_version",
    "jsonable",
    "unpacks",
    "version_of",
]

WORKFLOW, ACKNOWLEDGEMENTS = "DIGMED_EMG_MED", "DIGMED_EMG_MED_ACK"
REFERRALS, REFERRAL_ACKNOWLEDGEMENTS = "CPCS_GP_REFERRAL", "CPCS_GP_REFERRAL_ACK"
"""Modelled: no workflow of referrals from practices to pharmacies is public."""
MINOR_ILLNESS = "DIGMED_MINOR_ILLNESS_PEM"
"""Practices take it where a journey says so: it is specified, and was never everywhere."""
DOCUMENTS = "DIGMED_"
"""What the workflows of documents to practices begin with."""
TAKEN_BY_PRACTICES = (WORKFLOW,)
READ_BY_PREMISES = (ACKNOWLEDGEMENTS, f"{MINOR_ILLNESS}_ACK", REFERRALS)
NOWHERE = "UNROUTED"
"""Mailbox of messages that no practice could be found for; nobody can read it."""

_LOG = logging.getLogger("mesh-sandbox")
# Its import has it write every request to standard error, and a traceback for each that a client got wrong.
_LOG.handlers[:] = [logging.NullHandler()]
_LOG.propagate = False
_LOG.setLevel(logging.CRITICAL)


MOST_CHUNKS = 1_000
"""Chunks of one message; the sandbox makes room for as many as a header says."""
MOST_UNPACKED = MAX_REQUEST
"""Bytes that one chunk may unpack to; one that would be larger is handed on as it came."""


class Store(MemoryStore):  # type: ignore[misc] # the sandbox carries no types
    """The sandbox's memory, with the mailboxes of a world instead of those in its own files."""

    def __init__(self, world: World, config: Any) -> None:
        super().__init__(config, _LOG)
        self.world = world
        self.open_mailbox(NOWHERE, "", "", secrets.token_hex())
        self.messages: dict[str, Any] = {}  # the sandbox holds them weakly; what is in no box would be gone

    def _load_mailboxes(self) -> dict[str, Any]:
        return {}

    def _load_endpoints(self) -> dict[str, Any]:
        return {}

    def open_mailbox(self, mailbox: str, name: str, ods: str, password: str) -> Any:
        """Open a mailbox; gives it as the sandbox has it."""
        opened = Mailbox(mailbox, name, ods_code=ods, org_code=ods, org_name=name, password=password)
        self.mailboxes[mailbox] = opened
        self.inboxes[mailbox], self.outboxes[mailbox] = [], []
        self.local_ids[mailbox] = defaultdict(list)
        return opened

    async def get_mailbox(self, mailbox_id: str, accessed: bool = False) -> Any:
        """Give a mailbox; that of premises or a practice is opened when it is first asked for."""
        if mailbox_id not in self.mailboxes:
            owner = next((place for place in self._places() if place.mailbox == mailbox_id), None)
            if owner is not None:
                self.open_mailbox(owner.mailbox, owner.name, owner.ods, owner.mailbox_password)
        return await super().get_mailbox(mailbox_id, accessed)

    def packed(self, message_id: str, number: int) -> bytes | None:
        """Give a chunk that its sender has compressed; None for any other."""
        message, chunks = self.messages.get(message_id), self.chunks.get(message_id, [])
        is_packed = message is not None and message.metadata.content_encoding == "gzip"
        return chunks[number - 1] if is_packed and 1 <= number <= len(chunks) else None

    async def lookup_by_ods_code_and_workflow_id(self, ods_code: str, workflow_id: str) -> list[Any]:
        """Find the mailbox of an organisation that reads a workflow."""
        found = self._readers(workflow_id, ods_code.strip().upper())
        return [await self.get_mailbox(place.mailbox) for place in found]

    async def lookup_by_workflow_id(self, workflow_id: str) -> list[Any]:
        """Find every mailbox that reads a workflow."""
        return [await self.get_mailbox(place.mailbox) for place in self._readers(workflow_id)]

    def _readers(self, workflow: str, ods: str | None = None) -> list[Practice | Premises]:
        """Give who reads a workflow, or of them those of one code."""
        if workflow in READ_BY_PREMISES:
            return [place for place in self.world.environment.premises if ods in (None, place.ods)]
        places = [place for place in list(self.world.practices.values()) if ods in (None, place.ods)]
        return [place for place in places if self.is_read_by(place, workflow)]

    def is_read_by(self, practice: Practice, workflow: str) -> bool:
        """Say whether a practice's mailbox is registered for a workflow."""
        return workflow in self._taken_by(practice)

    def _taken_by(self, practice: Practice) -> tuple[str, ...]:
        held = self.world.mailboxes.get(practice.ods)
        taken = TAKEN_BY_PRACTICES if held is None else held.workflows
        return (*taken, REFERRAL_ACKNOWLEDGEMENTS)

    def last_to(self, mailbox: str) -> Any:
        """Give the last message that was sent to a mailbox; None where there is none."""
        found = [message for message in self.messages.values() if message.recipient.mailbox_id == mailbox]
        return found[-1] if found else None

    def lose(self, message: Any) -> None:
        """Take a message out of its recipient's inbox, as what nobody collected in five days."""
        box = self.inboxes[message.recipient.mailbox_id]
        box[:] = [waiting for waiting in box if waiting.message_id != message.message_id]

    def _places(self) -> list[Practice | Premises]:
        return [*self.world.environment.premises, *list(self.world.practices.values())]


class Pages(FernetHelper):  # type: ignore[misc] # the sandbox carries no types
    """The places in a list where a client goes on; one that was not given out is the client's mistake."""

    def decode_dict(self, data: str, encoding: str = "utf-8") -> dict[str, Any]:
        """Read a place."""
        try:
            return dict(super().decode_dict(data, encoding))
        except (InvalidToken, ValueError) as unknown:
            raise HTTPException(400, "Invalid continue_from") from unknown


def answers_to(workflow: str) -> str:
    """Give the workflow that answers to a workflow's messages go by."""
    return f"{workflow}_ACK"


def is_version(accept: str | None) -> bool:
    """Say whether an Accept header asks for a version that there is."""
    try:
        version = version_of(accept)
    except ValueError:  # more digits than Python reads
        return False
    return version is not None and 1 <= version <= MAX_API_VERSION


def unpacks(chunk: bytes) -> bool:
    """Say whether a chunk is gzip of a bearable size; the sandbox unpacks whatever its encoding says."""
    size = 0
    try:
        while chunk:
            unpacking = zlib.decompressobj(wbits=31)
            size += len(unpacking.decompress(chunk, MOST_UNPACKED - size + 1))
            if size > MOST_UNPACKED or not unpacking.eof:
                return False
            chunk = unpacking.unused_data  # of the next member
    except zlib.error:
        return False
    return True


def configuration(shared_key: str) -> Any:
    """Ask for full authorisation and a store in memory."""
    config = EnvConfig()
    # Set afterwards: the sandbox lets environment variables override what its constructor is given.
    config.auth_mode, config.store_mode, config.shared_key = "full", "memory", shared_key
    return config


class Application:
    """The sandbox's routers, but for its admin's, asked on behalf of one store: the routes are made once a process."""

    def __init__(self, config: Any, store: Any, messaging: Any) -> None:
        self._given = {"config": config, "store": store, "messaging": messaging, "fernet": Pages()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await _routes()({**scope, _GIVEN: self._given}, receive, send)


_GIVEN = "cpcs.given"
"""Where in a request's scope the dependencies find what they are of."""


@cache
def _routes() -> Any:
    """Make the routes; that takes a fortieth of a second, which a proof of one fault has no use for."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    box = "/messageexchange/{mailbox_id}"
    app.include_router(handshake.router, prefix=box)
    app.include_router(inbox.router, prefix=f"{box}/inbox")
    app.include_router(inbox_count.router, prefix=f"{box}/count")
    app.include_router(outbox.router, prefix=f"{box}/outbox")
    app.include_router(tracking.router, prefix=f"{box}/outbox")
    app.include_router(lookup.router, prefix="/messageexchange")
    app.add_exception_handler(MessagingException, sandbox.send_message_exception_handler)
    app.add_exception_handler(HTTPException, sandbox.http_exception_handler)
    app.add_exception_handler(RequestValidationError, sandbox.validation_exception_handler)
    # Its own getters are cached once for the whole process.
    given = {
        get_env_config: _getter("config"),
        get_store: _getter("store"),
        get_messaging: _getter("messaging"),
        get_fernet: _getter("fernet"),
        get_logger: _get_log,
    }
    warnings.filterwarnings(
        "ignore", module=OLDER
    )  # again: a test that began since then has filters of its own
    for included in app.routes:
        for route in included.effective_route_contexts() if isinstance(included, _IncludedRouter) else ():
            _give(route.dependant, given)
    return app


def _give(dependant: Any, given: Mapping[Any, Any]) -> None:
    """Have what a route depends on given to it, once for all its requests.

    FastAPI's own overrides are made for tests: it takes the signature of everything that a route depends on apart
    again for each request, and calls what is not async in a thread: nine tenths of the time of looking into an inbox.
    """
    for number, needed in enumerate(dependant.dependencies):
        if needed.call in given:
            dependant.dependencies[number] = get_dependant(
                path=needed.path, call=given[needed.call], name=needed.name
            )
        else:
            if not iscoroutinefunction(needed.call):
                needed.call = _called_here(needed.call)
            _give(needed, given)


def _getter(name: str) -> Callable[[Request], Awaitable[Any]]:
    async def get(request: Request) -> Any:  # what is not async would be called in a thread
        return request.scope[_GIVEN][name]

    # FastAPI reads types, which `from __future__ import annotations` leaves as text.
    get.__annotations__["request"] = Request
    return get


async def _get_log() -> Any:
    return _LOG


def _called_here(make: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def made(**needed: Any) -> Any:
        return make(**needed)

    return made
