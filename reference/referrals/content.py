"""The content of a referral, whichever channel it came by: every part there, empty where nothing was sent."""

import hashlib
import json
from typing import Any

_ONLINE, _ONLINE_CASE = "YDDF4", "111-ONLINE-"  # the online service's own code, and how its case ids begin


def content(**known: Any) -> dict[str, Any]:
    """The content of a referral, from what is known of it."""
    empty: dict[str, Any] = {
        "document_id": "",
        "set_id": "",
        "version": None,
        "created": "",
        "case_reference": "",
        "case_id": "",
        "pathway": "unknown",
        "sender": organisation(),
        "patient": patient(),
        "callback_number": "",
        "informant": None,
        "practice": organisation(),
        "disposition": {"code": "", "text": ""},
        "sections": [],
        "attachments": [],
        "notices": [],
    }
    return {**empty, **known}


def organisation(ods: str = "", name: str = "") -> dict[str, str]:
    """An organisation's code and name."""
    return {"ods": ods, "name": name}


def patient(**known: Any) -> dict[str, Any]:
    """A patient, from what is known of them; `name` is made of the parts where it is not given."""
    empty: dict[str, Any] = {
        "given": "",
        "family": "",
        "prefix": "",
        "name": "",
        "birth_date": "",
        "gender": "unknown",
        "nhs_number": "",
        "nhs_number_verified": False,
        "addresses": [],
        "telephones": [],
        "emails": [],
    }
    found = {**empty, **known}
    line = " ".join(part for part in (found["prefix"], found["given"], found["family"]) if part)
    return {**found, "name": found["name"] or line}


def section(title: str, text: str) -> dict[str, str]:
    """A part of a referral's text."""
    return {"title": title, "text": text}


def fingerprint(*parts: Any) -> str:
    """The same for the same content: an identity for documents whose senders gave them none."""
    written = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def nhs111_source(known: dict[str, Any]) -> str:
    """Who sent a report: NHS 111 online is known by its own code, or by how its case ids begin."""
    online = known["sender"]["ods"] == _ONLINE or known["case_id"].startswith(_ONLINE_CASE)
    return "nhs111-online" if online else "nhs111"
