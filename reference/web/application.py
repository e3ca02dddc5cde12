"""The HTTP side: the ITK endpoint, the control API, the page at the counter and the health check on one server."""

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .. import BUILD
from ..actions.action import Action
from ..formats import soap
from ..inbound.fhir import intake as fhir_endpoint
from ..kit.body import TooLarge, read_body
from ..national.identity.cis2 import CALLBACK
from ..service import Service
from .cis2_endpoint import LOGOUT, Cis2Endpoint
from .control import Control
from .counter import Counter

_LARGEST = 10 * 1024 * 1024


def build(service: Service, actions: dict[str, Action]) -> Starlette:
    """The application that serves a service, and what people can do with it."""
    control, cis2, counter = Control(service, actions), Cis2Endpoint(service), Counter(service)

    async def receive(request: Request) -> Response:
        try:
            body = await read_body(request, _LARGEST)
        except TooLarge as error:
            return _xml(await run_in_threadpool(service.intake.too_large, str(error)))
        host, media = request.headers.get("Host", ""), request.headers.get("Content-Type", "")
        # In a thread: the answer waits until the referral is on the disk.
        return _xml(await run_in_threadpool(service.intake.receive, body, host, media))

    async def process_message(request: Request) -> Response:
        try:
            body = await read_body(request, _LARGEST)
        except TooLarge as error:
            return _fhir(fhir_endpoint.too_large(str(error)))
        media = request.headers.get("Content-Type", "")
        return _fhir(await run_in_threadpool(service.fhir_intake.receive, body, media))

    return Starlette(
        routes=[
            Route("/itk", receive, methods=["POST"]),
            Route("/itk/{rest:path}", receive, methods=["POST"]),
            Route("/fhir/$process-message", process_message, methods=["POST"]),
            Route(CALLBACK, cis2.callback, methods=["GET"]),
            Route(LOGOUT, cis2.logout, methods=["POST"]),
            Route("/counter/{ods}", counter.page, methods=["GET"]),
            Route("/counter/{ods}/alerts", counter.alerts, methods=["GET"]),
            Route("/health", health, methods=["GET"]),
            Route("/control/v1/about", control.about, methods=["GET"]),
            Route("/control/v1/actions/results/{id}", control.result, methods=["GET"]),
            Route("/control/v1/actions/{action}", control.act, methods=["POST"]),
        ]
    )


async def health(_request: Request) -> Response:
    """Whether this system is up."""
    return JSONResponse({"status": "ok", "build": BUILD})


def _xml(reply: soap.Reply) -> Response:
    return Response(reply.body, reply.status, media_type="text/xml")


def _fhir(reply: fhir_endpoint.FhirReply) -> Response:
    return JSONResponse(reply.resource, reply.status, media_type=fhir_endpoint.MEDIA)
