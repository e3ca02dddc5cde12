"""What PDS answers, read as HTTP and as FHIR: its resource, its code, and what a person is told of one that is none."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from ...formats.fhir_json import resources_in
from ...kit.problems import ServiceTrouble

if TYPE_CHECKING:
    import httpx

AFTERWARDS = "go on without PDS and find the patient again later"
_CORRECT = "correct the name, the birth date or the postcode, and find the patient again"


def retry_after(answer: "httpx.Response") -> float | None:
    """Seconds that an answer asks to be left alone for, given as a number or as a date (RFC 9110, 10.2.3)."""
    text = answer.headers.get("Retry-After", "").strip()
    if re.fullmatch("[0-9]{1,9}", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    # Of the wire, as TLS is: a clock that was set does not make anybody wait longer.
    now = datetime.now(UTC) if until.tzinfo else datetime.now(UTC).replace(tzinfo=None)
    return max(0.0, (until - now).total_seconds())


def json_of(reply: "httpx.Response") -> dict[str, Any]:
    """The JSON object of an answer, whatever its content type says; empty where there is none."""
    try:
        data = reply.json()
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def code_of(reply: "httpx.Response") -> str:
    """The code of an OperationOutcome; its other texts may change, this may not."""
    issues = json_of(reply).get("issue")
    for issue in issues if isinstance(issues, list) else []:
        details = issue.get("details") if isinstance(issue, dict) else None
        codings = details.get("coding") if isinstance(details, dict) else None
        for coding in codings if isinstance(codings, list) else []:
            if isinstance(coding, dict) and coding.get("code"):
                return str(coding["code"])
    return ""


def result_of(reply: "httpx.Response") -> str:
    """What an answer came to, for the audit trail: whom it names, or its code."""
    data = json_of(reply)
    named = [str(item.get("id") or "") for item in [data, *resources_in(data)]]
    return f"{reply.status_code} {', '.join(filter(None, named)) or code_of(reply)}".strip()


def resource(reply: "httpx.Response", kind: str) -> dict[str, Any]:
    """The resource of an answer, which must be of this kind."""
    data = json_of(reply)
    if reply.status_code != 200 or data.get("resourceType") != kind:
        raise trouble(reply, f"a {kind}")
    return data


def trouble(reply: "httpx.Response", expected: str = "an answer") -> ServiceTrouble:
    """What the person is told of an answer that is none."""
    code, wait = code_of(reply) or "no code", retry_after(reply)
    afterwards = _CORRECT if reply.status_code == 400 else AFTERWARDS
    if wait:
        # No later than the calendar goes: whoever writes more than a day means "not today".
        then = datetime.now(UTC).astimezone() + timedelta(seconds=min(wait, 86400.0))
        afterwards = f"PDS asks to be left alone until {then:%H:%M:%S}; {afterwards}"
    return ServiceTrouble(
        f"expected {expected} from PDS, received {reply.status_code} ({code}); {afterwards}",
        reply.status_code,
    )
