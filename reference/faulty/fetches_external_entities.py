"""Follows external entities and document types of a message over the network."""

import contextlib
import re

import httpx
from lxml import etree

from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-17",)
CONDITION = "a document type that points elsewhere"


_SYSTEM = re.compile(rb'SYSTEM "(http://[^"]+)"')


class _Fetching(Intake):
    def parse(self, body: bytes) -> etree._Element:
        for address in _SYSTEM.findall(body):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(address.decode(), timeout=5, trust_env=False)
        return super().parse(body)


def install(service: Service) -> None:
    """Fetch what a message points at."""
    service.intake.__class__ = _Fetching
