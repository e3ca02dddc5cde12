"""The HTTP request that a report goes in: by its sender's habits, or with a method or media type that is wrong.

Source: interface sheet nhs111-itk22: forms of A25; damages of section 6.2 (R22, R31).
"""

from __future__ import annotations

from dataclasses import dataclass

from cpcs_harness.people.model import Report

from .envelope import service_of

HTTP_DAMAGES = ("get", "put")  # R31
_TYPES = {
    "json": "application/json",
    "text-plain": "text/plain",
    "latin-1-by-media-type": "text/xml; charset=iso-8859-1",
}


@dataclass(frozen=True)
class HttpRequest:
    """An HTTP request as it goes out."""

    method: str
    headers: dict[str, str]
    body: bytes
    chunked: bool = False


def http_request(report: Report, body: bytes, damage: str) -> HttpRequest:
    """Give the HTTP request, by the report's forms (A25) and the damage."""
    kind = _TYPES.get(damage, "text/xml")
    charset = "; charset=utf-8" if "charset" in report.forms else ""
    headers = {"Content-Type": f"{kind}{charset}"}
    if "bare-soapaction" in report.forms:
        headers["SOAPAction"] = service_of(report)
    elif "no-soapaction" not in report.forms:
        headers["SOAPAction"] = f'"{service_of(report)}"'
    if "utf-8-bom" in report.forms:
        body = b"\xef\xbb\xbf" + body
    method = damage.upper() if damage in HTTP_DAMAGES else "POST"
    return HttpRequest(method, headers, b"" if damage == "get" else body, "chunked" in report.forms)
