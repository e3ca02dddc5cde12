"""MESH: NHS England's own `mesh-sandbox`, in process, with what it lacks of the live service added.

Source: MESH API 2.0.0, and mesh-sandbox 1.0.137 (interface sheet mesh-itk3-nhsmail-mys, part A).
Added: a token is taken once, and within two hours of real time; GPPROVIDER addresses are routed to the registered
practice, or come back as a report. Mailboxes are those of the environment's premises and of the run's practices.
A message that nobody collects in five days comes back as a report when a journey says that they have passed.
Left out: mutual TLS, and the refusal of a workflow that a mailbox is not registered for: a check looks at that.
"""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.background import BackgroundTasks
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.setting import CLOCK, WrongSetting
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.mockkit.call import answered_by
from cpcs_harness.mockkit.mock import Handler
from cpcs_harness.people.model import Person, Practice

from .direct import Direct
from .routing import practice_of, provider_in, report_of
from .sandboxed import (
    INVALID_TOKEN,
    MOST_CHUNKS,
    NO_MAILBOX,
    NOWHERE,
    Application,
    HTTPException,
    MessageEvent,
    MessageMetadata,
    MessageStatus,
    Messaging,
    Store,
    configuration,
    get_error_response,
    is_version,
    unpacks,
)
from .tokens import Tokens

SOURCE = "MESH API 2.0.0"
OWN_MARK = "X-CPCS-Harness"
_CHUNK = re.compile(r"[0-9]{1,6}")
_LONGEST_NUMBER = 20


class MESH(Mock):
    """Asks the sandbox, after checking what the sandbox does not check."""

    service = "mesh"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        config = configuration(world.environment.mesh_shared_key)
        self.store = Store(world, config)
        self.messaging = Messaging(self.store)
        self._tokens = Tokens(world)
        self._app = Application(config, self.store, self.messaging)
        self._direct = Direct(self.messaging)
        for premises in world.environment.premises:
            world.register.belongs_to_run(
                premises.mailbox, f"mailbox {premises.mailbox} is looked into for everybody"
            )
        self._add_routes()

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address, and the key that all clients share."""
        return {"mesh": {"base": address, "shared_key": self.world.environment.mesh_shared_key}}

    def _add_routes(self) -> None:
        box = "/messageexchange/{mailbox}"
        for method, path, operation in (
            ("GET", "/messageexchange/_ping", "ping"),
            ("GET", "/messageexchange/endpointlookup/{ods}/{workflow}", "lookup"),
            ("GET", "/messageexchange/workflowsearch/{workflow}", "lookup"),
            ("POST", box, "handshake"),
            ("GET", box, "handshake"),
            ("GET", f"{box}/inbox", "list_inbox"),
            ("GET", f"{box}/count", "list_inbox"),
            ("GET", f"{box}/inbox/{{message}}", "collect_message"),
            ("GET", f"{box}/inbox/{{message}}/{{chunk}}", "collect_message"),
            ("PUT", f"{box}/inbox/{{message}}/status/acknowledged", "acknowledge_message"),
            ("POST", f"{box}/outbox", "send_message"),
            ("POST", f"{box}/outbox/{{message}}/{{chunk}}", "send_chunk"),
            ("GET", f"{box}/outbox/tracking", "track"),
            ("GET", f"{box}/outbox/tracking/{{local}}", "track"),
        ):
            handler = self.ping if operation == "ping" else self.ask
            self.route(method, path, handler, operation=operation, source=SOURCE)

    def direction_of(self, call: Call) -> str:
        """Say who calls: the practices of the run collect and answer over the same socket."""
        return "of-harness" if call.header(OWN_MARK) == self.world.own_mark else "from-candidate"

    async def answer(self, call: Call, handler: Handler) -> Response:
        """Answer, and remember which journey a message that was taken belongs to."""
        response = await super().answer(call, handler)
        if call.operation == "send_message" and response.status_code == 202 and call.journey:
            self.world.register.link("message", _message_id(response), call.journey)
        return response

    def ping(self, _call: Call) -> Response:
        """Say that the service is there."""
        return JSONResponse({"status": "running", "outcome": "Yes"})

    async def ask(self, call: Call) -> Response:
        """Have the sandbox answer, unless the live service would not."""
        problem, mailbox = ("", None) if call.operation == "lookup" else await self._authorised(call)
        if problem:
            call.facts |= self._wrong_setting(call, problem)
            return _refused(call, 403, problem)
        if not is_version(call.header("accept")):
            return _refused(call, 400, "Accept header api format incorrect")
        if call.operation == "send_message":
            return await self._send(call)
        asked = _with_header(call, b"accept-encoding", self._encoding(call))
        return await self._direct.answer(asked, mailbox) or await answered_by(self._app, asked)

    def open_mailbox(self, mailbox: str, name: str, ods: str, password: str) -> None:
        """Open a mailbox besides those of premises and practices, which open when they are first used."""
        self.store.open_mailbox(mailbox, name, ods, password)

    def _encoding(self, call: Call) -> bytes:
        """Give the encoding that a client is answered in, whatever it accepts.

        Never compressed: what is in the evidence is to be read, and screened for real NHS numbers. But what is said to
        be gzip, and is none, is handed on as it came.
        """
        number = str(call.path.get("chunk", "1"))
        message_id = str(call.path.get("message", "")).upper()
        chunk = self.store.packed(message_id, int(number) if _CHUNK.fullmatch(number) else 0)
        return b"identity" if chunk is None or unpacks(chunk) else b"gzip"

    async def _authorised(self, call: Call) -> tuple[str, Any]:
        """Say what is wrong with a call's token, or give the mailbox that it is for.

        The sandbox would say it after we have looked at other headers.
        """
        header = call.header("authorization") or ""
        problem = self._tokens.problem(header)
        if problem:
            return problem, None
        try:
            return "", await self.messaging.authorise_mailbox(str(call.path["mailbox"]).upper(), header)
        except HTTPException as refused:
            return str(refused.detail), None

    def _wrong_setting(self, call: Call, problem: str) -> dict[str, Any]:
        """Say which setting explains a refusal; nothing where the call's form does."""
        mailbox = str(call.path["mailbox"]).upper()
        place = next(
            (
                number
                for number, premises in enumerate(self.world.environment.premises)
                if premises.mailbox.upper() == mailbox
            ),
            None,
        )
        if problem == NO_MAILBOX:
            return WrongSetting("premises[].mesh.mailbox", mailbox).as_facts()
        if problem != INVALID_TOKEN or place is None:
            return {}
        if self._tokens.is_late(call.header("authorization") or ""):
            return WrongSetting(CLOCK).as_facts()
        return WrongSetting(f"mesh.shared_key or premises[{place}].mesh.password", mailbox).as_facts()

    async def _send(self, call: Call) -> Response:
        impossible = _impossible(call)
        if impossible is not None:
            return _refused(call, *impossible)
        person = provider_in(call.header("mex-to") or "")
        if person is None:
            return await answered_by(self._app, call)
        workflow = call.header("mex-workflowid") or ""
        practice, code, description = practice_of(
            person, self.world.people, partial(self._registered, workflow=workflow)
        )
        to = practice.mailbox if practice else NOWHERE
        response = await answered_by(self._app, _with_header(call, b"mex-to", to.encode()))
        if practice is None and response.status_code == 202:
            await self._report_by_id(call.journey, _message_id(response), code, description)
        return response

    def _registered(self, person: Person, workflow: str) -> Practice | None:
        """Give the practice that PDS has for a patient, where it takes a workflow."""
        held = self.world.demographics.get(person.nhs_number)
        ods = held.practice if held is not None else person.practice.ods
        practice = self.world.practices.get(ods)
        return practice if practice is not None and self.store.is_read_by(practice, workflow) else None

    def undelivered(self, mailbox: str, code: str, description: str, journey: str) -> str:
        """Report that the last message to a mailbox was not delivered, as days later; gives its id, or nothing.

        May be called from any thread: what the sandbox does for it waits for nobody.
        """
        message = self.store.last_to(mailbox)
        if message is None:
            return ""
        self.store.lose(message)
        asyncio.run(self._report(journey, message, code, description))
        return str(message.message_id)

    def undelivered_of_another(self, mailbox: str, code: str, description: str, journey: str) -> str:
        """Report as undelivered what another system sent from the mailbox of the last message; gives its id.

        A pharmacy keeps its mailbox when it changes its system, and reports come up to five days later.
        """
        message = self.store.last_to(mailbox)
        if message is None:
            return ""
        # Each sets the pharmacy's code as local id (GP Connect); what this system sets else is its own.
        local_id = MessageMetadata(local_id=message.sender.ods_code)
        earlier = replace(message, message_id=uuid.uuid4().hex.upper(), metadata=local_id, events=[])
        asyncio.run(self._report(journey, earlier, code, description))
        return str(earlier.message_id)

    async def _report_by_id(self, journey: str | None, message_id: str, code: str, description: str) -> None:
        """Report a message that was taken."""
        failed = await self.store.get_message(message_id)
        if failed is None:
            raise HarnessError(f"message {message_id} was taken, and is not there")
        await self._report(journey, failed, code, description)

    async def _report(self, journey: str | None, failed: Any, code: str, description: str) -> None:
        """Put a report that a message could not be delivered into its sender's inbox."""
        event = MessageEvent(
            status=MessageStatus.ERROR,
            code=code,
            event="SEND",
            description=description,
            linked_message_id=failed.message_id,
        )
        failed.events.insert(0, event)
        report = report_of(failed, event)
        await self.messaging.send_message(message=report, body=b"", background_tasks=BackgroundTasks())
        if journey:
            self.world.register.link("message", report.message_id, journey)


def _impossible(call: Call) -> tuple[int, str] | None:
    """Say what is to be refused of a message that the sandbox would take, or would warn of on our side."""
    total = (call.header("mex-chunk-range") or "").rpartition(":")[2].strip()
    if total.isdecimal() and int(total[:_LONGEST_NUMBER]) > MOST_CHUNKS:
        return 417, "InvalidHeaderChunks"
    if (call.header("content-encoding") or "gzip").strip().lower() != "gzip":
        return 422, "UnsupportedContentEncoding"
    if (call.header("mex-to") or "").strip().upper() == NOWHERE:
        return 417, "Unregistered recipient"
    return None


def _refused(call: Call, status: int, why: str) -> Response:
    known = call if is_version(call.header("accept")) else _with_header(call, b"accept", b"application/json")
    refused: Response = get_error_response(known.request, status, why)
    return refused


def _with_header(call: Call, name: bytes, value: bytes) -> Call:
    scope = dict(call.request.scope)
    others = [(held, text) for held, text in scope["headers"] if held.lower() != name]
    scope["headers"] = [*others, (name, value)]
    return replace(call, request=Request(scope))


def _message_id(response: Response) -> str:
    body = json.loads(bytes(response.body))
    return str(body.get("message_id") or body.get("messageID"))
