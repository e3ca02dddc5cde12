"""How a service is to be reached, as the directory says it: its `endpoints`, by transport, scenario and order.

Source: rows of the directory's own table, and the SOAP interface's names for them (interface sheet
dos-eps-rtec-scr-dmd, section 2.9); the names in REST are not public: see docs/reference/dos-endpoints-model.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.profiles import Profile

Row = Mapping[str, Any]

COPY, PRIMARY = "Copy", "Primary"
_INTERACTION = "urn:nhs-itk:interaction:{}NHS111CDADocument-v2-0"
_RECIPIENTS = {COPY: "copyRecipient", PRIMARY: "primaryOutofHourRecipient"}


def of_practice(email: str, ods: str) -> list[Row]:
    """Give the rows of a practice: two copies of order 1, the first no e-mail, and a primary e-mail after them."""
    return [
        {"scenario": COPY, "transport": "itk", "order": 1, "address": f"ODS:{ods}"},
        {"scenario": COPY, "transport": "email", "order": 1, "address": email, "comment": "PEM SENT"},
        {"scenario": PRIMARY, "transport": "email", "order": 2, "address": email},
    ]


def of_pharmacy(ods: str) -> list[Row]:
    """Give the rows of a pharmacy: its system first, and then the mailbox that all pharmacies have."""
    code = ods.strip()[:5]
    return [
        {"scenario": PRIMARY, "transport": "itk", "order": 1, "address": f"ODS:{code}"},
        {
            "scenario": PRIMARY,
            "transport": "email",
            "order": 2,
            "address": f"pharmacy.{code.lower()}@nhs.net",
            "comment": "Telephone the pharmacy if electronic delivery fails",
        },
    ]


def as_answered(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Write rows as they stand in an answer."""
    return [_written(row) for row in rows]


def _written(row: Row) -> dict[str, Any]:
    scenario = row.get("scenario", PRIMARY)
    kind = _INTERACTION.format(_RECIPIENTS.get(scenario, _RECIPIENTS[PRIMARY]))
    return {
        "endpointOrder": row["order"],
        "transport": row["transport"],
        "format": row.get("format", "HTML" if row["transport"] == "email" else "CDA"),
        "interaction": row.get("interaction", kind),
        "businessScenario": scenario,
        "address": row["address"],
        "comment": row.get("comment", ""),
        "compression": row.get("compression", "uncompressed"),
    }


def in_words_of(profile: Profile, service: Mapping[str, Any]) -> dict[str, Any]:
    """Give a service that was listed in our words as another profile names its endpoints."""
    rest = {key: value for key, value in service.items() if key != "endpoints"}
    return {**rest, profile["list"]: [_in_words_of(profile, row) for row in service["endpoints"]]}


def _in_words_of(profile: Profile, row: Mapping[str, Any]) -> dict[str, Any]:
    members: Mapping[str, str] = profile["members"]
    transport, scenario = row["transport"], row["businessScenario"]
    transports = {**profile["transports"], "telno": profile["transports"]["telephone"]}
    written = {
        "order": row["endpointOrder"],
        "transport": transports.get(transport, transport),
        "scenario": profile["scenarios"].get(scenario.casefold(), scenario),
        **{key: row[key] for key in ("format", "interaction", "address", "comment", "compression")},
    }
    return {members[key]: value for key, value in written.items()}
