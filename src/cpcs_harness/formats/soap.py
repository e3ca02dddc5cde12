"""SOAP 1.1 answers of ITK web services.

Source: NHS 111 Domain Message Specification v2.1 (WSDL NHS111-v3-0, ITKDatatypes-2010-05); the Toolkit
Workbench's rule set for transport.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NAMESPACES = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "a": "http://www.w3.org/2005/08/addressing",
    "itk": "urn:nhs-itk:ns:201005",
}
FAULT_ACTIONS = frozenset(
    {"http://www.w3.org/2005/08/addressing/soap/fault", "http://www.w3.org/2005/08/addressing/fault"}
)
"""The second is what one rule of the Toolkit Workbench expects."""
ERROR_CODES = frozenset({"1000", "2100", "2200", "3000"})
UUID_PATTERN = "(?:urn:uuid:)?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


@dataclass(frozen=True)
class SoapAnswer:
    """What an answer says, found by namespace and never by prefix; empty where it says nothing."""

    action: str
    message_id: str
    first_child: str
    """Clark name of the first element of the body."""
    text: str
    fault_code: str
    error_id: str
    error_code: str
    error_text: str


def read_answer(root: Any) -> SoapAnswer | None:
    """Read a SOAP 1.1 envelope; None for anything else."""
    if root is None or root.tag != f"{{{NAMESPACES['s']}}}Envelope":
        return None
    first = root.find("s:Body/*", NAMESPACES)
    return SoapAnswer(
        action=_text(root, "s:Header/a:Action"),
        message_id=_text(root, "s:Header/a:MessageID"),
        first_child="" if first is None else str(first.tag),
        text="" if first is None else "".join(first.itertext()).strip(),
        fault_code=_text(root, "s:Body/s:Fault/faultcode"),
        error_id=_text(root, "s:Body/s:Fault/detail/itk:ToolkitErrorInfo/itk:ErrorID"),
        error_code=_text(root, "s:Body/s:Fault/detail/itk:ToolkitErrorInfo/itk:ErrorCode"),
        error_text=_text(root, "s:Body/s:Fault/detail/itk:ToolkitErrorInfo/itk:ErrorText"),
    )


def _text(root: Any, path: str) -> str:
    return str(root.findtext(path, default="", namespaces=NAMESPACES)).strip()
