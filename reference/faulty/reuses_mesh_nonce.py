"""Shakes hands with MESH twice under one authorisation token."""

from contextlib import suppress
from typing import Any

from requests import RequestException

from ..national.mesh import Mesh
from ..service import Service

CATCHES = ("GPM-01",)


class _SameToken(Mesh):
    def handshake(self, client: Any) -> None:
        session = client._session
        fresh = session.auth
        token = fresh.generate_token()
        session.auth = lambda request: (request.headers.update(Authorization=token), request)[1]
        super().handshake(client)
        with suppress(RequestException):  # MESH may answer 403 to the second
            super().handshake(client)
        session.auth = fresh


def install(service: Service) -> None:
    """Use a token of MESH twice."""
    service.mesh.__class__ = _SameToken
