"""Asks the sandbox's own handlers, without FastAPI between: it takes several times as long as what it hands over to.

Only what most calls are is asked so: a plain look into an inbox, a message that is downloaded whole or acknowledged, a
mailbox that is looked up. Whatever is refused, or has a query, is FastAPI's.
"""

from __future__ import annotations

from typing import Any

from starlette.background import BackgroundTasks
from starlette.responses import JSONResponse, Response

from cpcs_harness.mockkit import Call

from .sandboxed import HTTPException, InboxHandler, LookupHandler, Messaging, Pages, jsonable, version_of

_OTHERS = frozenset({"rich"})
"""What stands where a message's id would."""


class Direct:
    """The handlers of one sandbox."""

    def __init__(self, messaging: Messaging) -> None:
        self._inbox = InboxHandler(messaging, Pages())
        self._lookup = LookupHandler(messaging)

    async def answer(self, call: Call, mailbox: Any) -> Response | None:
        """Give the answer to a call for a mailbox that was authorised; None where FastAPI is to give it."""
        if call.request.scope["query_string"]:
            return None
        try:
            answered = await self._answered(call, mailbox)
        except HTTPException:
            return None
        if answered is None or isinstance(answered, Response):
            return answered
        return JSONResponse(jsonable(answered))

    async def _answered(self, call: Call, mailbox: Any) -> Any:
        path, version, given = call.request.scope["path"], version_of(call.header("accept")), call.path
        message = str(given.get("message", "")).upper()
        match call.request.method, call.operation:
            case "GET", "lookup" if "ods" in given:
                return await self._lookup.lookup_by_ods_code_and_workflow(
                    given["ods"], given["workflow"], version
                )
            case "GET", "list_inbox" if path.endswith("/inbox"):
                return await self._inbox.list_messages(mailbox, version)
            case "GET", "collect_message" if "chunk" not in given and message.lower() not in _OTHERS:
                encoding = call.header("accept-encoding") or ""
                return await self._inbox.retrieve_message(mailbox, message, encoding, version)
            case "PUT", "acknowledge_message":
                return await self._inbox.acknowledge_message(BackgroundTasks(), mailbox, message, version)
        return None
