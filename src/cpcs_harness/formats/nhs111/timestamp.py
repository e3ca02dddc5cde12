"""The Timestamp of a message's Security header: whether Created is before Expires, by whatever offsets they are told.

Source: Toolkit Workbench timestamp transform; interface sheet nhs111-itk22, 1.2 and 6.2 R07.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from cpcs_harness.formats.problem import Problem, problem_at
from cpcs_harness.times import moment_of

_NAMES = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "wsu": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
}
_TIMESTAMPS = (
    etree.XPath(  # a tenth of the time that iterfind takes, which most messages would pay for nothing
        "s:Header/wsse:Security/wsu:Timestamp", namespaces=_NAMES, regexp=False, smart_strings=False
    )
)
_SOURCE = "Toolkit Workbench timestamp transform; sheet 1.2 and 6.2 R07"


def timestamp_problems(root: Any) -> Iterator[Problem]:
    """Give each Timestamp that ends before it begins; what is no moment is the schema's to say."""
    found: Any = _TIMESTAMPS(root)
    for timestamp in found:
        created, expires = (
            next(timestamp.iterchildren(f"{{{_NAMES['wsu']}}}{name}"), None)
            for name in ("Created", "Expires")
        )
        if created is not None and expires is not None and not _is_in_order(created.text, expires.text):
            text = f"Created must be before Expires: {created.text} and {expires.text}"
            yield problem_at(expires, "error", "TIMESTAMP", text, _SOURCE)


def _is_in_order(created: str | None, expires: str | None) -> bool:
    try:
        return moment_of((created or "").strip()) < moment_of((expires or "").strip())
    except ValueError:
        return True
