"""Where a pharmacy may be written to: as the local directory was loaded, or as DoS said; never where anybody may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import JourneyView, ObservationView

from .._shared.dos_answers import services_in
from .._shared.mail_domains import is_secure

_CODE = 5
"""Characters of a pharmacy's own code; what DoS writes after them names a profile of it."""


def addresses_of(journey: JourneyView, ods: object) -> set[str]:
    """Give a pharmacy's secure addresses that the candidate may know; none where nobody knows any."""
    listed = {address for code, address in _loaded(journey) if code == ods}
    wanted = str(ods)[:_CODE]
    answered = {address for code, address in _in_dos(journey) if code[:_CODE] == wanted}
    return {address for address in listed | answered if is_secure(address)}


def _loaded(journey: JourneyView) -> Iterator[tuple[object, str]]:
    for seen in journey.seen:
        for known in seen.given.get("entries", ()) if seen.action == "load_directory" else ():
            if known["kind"] == "cpcs-provider":
                yield known["ods"], str(known["email"]).lower()


def listed_address(journey: JourneyView, seen: ObservationView) -> str:
    """Give the address that was loaded last for the pharmacy of a try, before that; empty where there is none."""
    loaded = [
        str(known["email"])
        for act in journey.seen
        if (act.action, act.status) == ("load_directory", "done") and act.seq < seen.seq
        for known in act.given.get("entries", ())
        if (known["kind"], known["ods"]) == ("cpcs-provider", seen.given["ods"])
    ]
    return loaded[-1] if loaded else ""


def _in_dos(journey: JourneyView) -> Iterator[tuple[str, str]]:
    model = journey.profiles["endpoints"]
    members = model["members"]
    for service in services_of(journey):
        for row in service.get(model["list"]) or ():
            if row.get(members["transport"]) == model["transports"]["email"]:
                yield str(service["odsCode"]).strip(), str(row[members["address"]]).strip().lower()


def ranked_in_dos(journey: JourneyView, ods: object) -> list[str]:
    """Give the e-mail addresses that DoS has of a pharmacy for onward referrals, the lowest order first, each once."""
    model = journey.profiles["endpoints"]
    members, scenario = model["members"], model["scenarios"][model["uses"]["onward-referral"]]
    found = [
        service
        for service in services_of(journey)
        if str(service["odsCode"]).strip()[:_CODE] == str(ods)[:_CODE]
    ]
    rows = [
        row
        for row in (found[-1].get(model["list"]) or () if found else ())
        if row.get(members["transport"]) == model["transports"]["email"]
        and str(row.get(members["scenario"])).casefold() == scenario.casefold()
    ]
    ranked = sorted(rows, key=lambda row: _order(row.get(members["order"])))
    return list(dict.fromkeys(str(row[members["address"]]).strip().lower() for row in ranked))


def _order(written: object) -> float:
    try:
        return float(str(written))
    except ValueError:
        return float("inf")


def services_of(journey: JourneyView) -> list[Mapping[str, Any]]:
    """Give the services that DoS answered in a journey, with each the last answer's after those of before."""
    calls = journey.exchanges("dos", at_least=0)
    return [service for call in calls for service in services_in(call) or ()]
