"""The control API: a test build's way to have a person's actions done, and to see what they would see."""

import hmac
import json
import logging
import uuid
from typing import Any

from pydantic_core import to_json
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from .. import BUILD, NAME, SUPPLIER, VERSION
from ..actions.action import Action, Actor, Observation, Request
from ..kit.body import TooLarge, read_body
from ..kit.problems import BadInput, Refused, ServiceTrouble
from ..service import Service
from .restarting import replace_process

_LARGEST = 10 * 1024 * 1024
_log = logging.getLogger("reference.web.control")


class Control:
    """The endpoints of the control API."""

    def __init__(self, service: Service, actions: dict[str, Action]) -> None:
        self.service = service
        self.actions = actions
        self.started = str(uuid.uuid4())

    async def about(self, request: HttpRequest) -> Response:
        """What this system is and can do."""
        if not self._allowed(request):
            return _problem(401, "expected the control API's bearer token, received another or none")
        actions = sorted(self.actions)
        return JSONResponse(
            {
                "name": NAME,
                "supplier": SUPPLIER,
                "version": VERSION,
                "build": BUILD,
                "started": self.started,
                "actions": actions,
            }
        )

    async def result(self, request: HttpRequest) -> Response:
        """A late result; this system answers at once, so there is none."""
        if not self._allowed(request):
            return _problem(401, "expected the control API's bearer token, received another or none")
        return _problem(
            404, f"no action is pending under {request.path_params['id']}; results are given at once here"
        )

    async def act(self, request: HttpRequest) -> Response:
        """Do an action."""
        if not self._allowed(request):
            return _problem(401, "expected the control API's bearer token, received another or none")
        name = request.path_params["action"]
        if name not in self.actions:
            return _problem(404, f"no action {name!r} here; known: {', '.join(sorted(self.actions))}")
        try:
            wanted = _request(_json(await read_body(request, _LARGEST)))
            # In a thread: actions wait for national services and the disk, and other people are at work too.
            answer = await run_in_threadpool(self.perform, name, wanted)
        except TooLarge as error:
            return _problem(413, str(error))
        except (BadInput, ValueError, RecursionError) as error:
            return _problem(422, str(error))
        if name == "restart" and answer["status"] == "done":
            # A connection kept open would be cut in the middle of the next request.
            return JSONResponse(
                answer, headers={"Connection": "close"}, background=BackgroundTask(replace_process)
            )
        return _Quick(answer)

    def perform(self, name: str, request: Request) -> dict[str, Any]:
        """Do an action, and say how it ended."""
        try:
            seen = self.actions[name](self.service, request)
        except Refused as refusal:
            return _answer(Observation({}, "refused", refusal.reason), refusal.shown)
        except ServiceTrouble as trouble:
            return _answer(Observation({}, "failed", trouble.reason), trouble.reason)
        except BadInput:
            raise
        except Exception:  # noqa: BLE001 whoever asked has to learn that it was not done, whatever the reason
            _log.exception("the action %s could not be done", name)
            reason = "This system could not do it; its log says why"
            return _answer(Observation({}, "failed", reason), reason)
        return _answer(seen, seen.reason)

    def _allowed(self, request: HttpRequest) -> bool:
        given = request.headers.get("Authorization", "")
        wanted = f"Bearer {self.service.config.control_token}"
        return hmac.compare_digest(given.encode(), wanted.encode())


class _Quick(JSONResponse):
    """JSON as ever, in compiled code where that can write it: a worklist is long, and everybody waits meanwhile."""

    def render(self, content: Any) -> bytes:
        try:
            return to_json(content)
        except ValueError:  # half a surrogate pair
            return super().render(content)


def _answer(seen: Observation, shown: str | None) -> dict[str, Any]:
    return {"status": seen.status, "reason": seen.reason, "shown": shown, "observation": seen.values}


def _problem(status: int, reason: str) -> Response:
    return JSONResponse({"reason": reason}, status)


def _json(body: bytes) -> object:
    """The JSON of a body; numbers and characters that JSON cannot carry back are refused."""

    def refuse(number: str) -> None:
        raise BadInput(f"expected numbers that JSON has, received {number}")

    data = json.loads(body, parse_constant=refuse)
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadInput("expected text in Unicode, received half a surrogate pair") from None
    return data


def _request(data: object) -> Request:
    if not isinstance(data, dict):
        raise BadInput(f"expected an object with actor, referral and input, received {type(data).__name__}")
    actor, referral, given = data.get("actor"), data.get("referral"), data.get("input") or {}
    if not isinstance(actor, dict) or not isinstance(given, dict):
        raise BadInput('expected actor and input to be objects; send {"actor":{…},"referral":…,"input":{…}}')
    if referral is not None and not isinstance(referral, str):
        raise BadInput(f"expected referral to be a text or null, received {referral!r}")
    return Request(_actor(actor), referral, given)


def _actor(data: dict[str, Any]) -> Actor:
    values = {name: data.get(name) or "" for name in ("name", "role", "ods", "gphc")}
    wrong = [name for name, value in values.items() if not isinstance(value, str)]
    if wrong or not values["ods"]:
        name = wrong[0] if wrong else "ods"
        raise BadInput(f"expected actor.{name} to be a text, received {data.get(name)!r}; say who acts where")
    return Actor(**values)
