"""Which parts of an onward referral by FHIR have the name of one place, or its part in it, and the code of another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cpcs_harness.judging import ExchangeView

from .._shared.facts.coded import Held, objects, of_json
from .._shared.places import places_of
from ._messages import receiver
from ._onward import Referred

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
DOS_ID = "/dos-service-id"
ADDRESSING = re.compile(r"urn:nhs-uk:addressing:ods:(\w+)")


def other_places(found: Referred, call: ExchangeView) -> Iterator[str]:
    """Name the parts in which name and code are not of one place, and what is addressed but the receiver."""
    places = places_of(found.journey)
    services = {
        str(seen.given["service_id"]): _plain(str(seen.given["name"]))
        for seen in found.journey.attempts("refer_onward")
    }
    for path, part in objects(of_json(call.request.json)):
        addressed = {code for text in _texts(part, "endpoint") for code in ADDRESSING.findall(text)}
        codes = {code.upper() for code in (*addressed, *_values(part, ODS))}
        for name in (*_texts(part, "name"), *_texts(part, "display")):
            if _plain(name) not in places:
                continue
            other = sorted(codes - places[_plain(name)])
            other += [id for id in _values(part, DOS_ID) if services.get(id) not in (None, _plain(name))]
            yield from (f"{code} beside {name}" for code in other)
        if path and path[-1] == "destination":
            yield from (f"{code} as destination" for code in sorted(addressed - {receiver(call)}))


def _plain(name: str) -> str:
    return name.strip().casefold()


def _values(part: Held, system: str) -> list[str]:
    """Give the values of a part's identifiers of a system, by how that ends."""
    held = [one for one in part.get("identifier", ()) if isinstance(one, dict)]
    own = [one for one in held if any(text.endswith(system) for text in _texts(one, "system"))]
    return [text for one in own for text in _texts(one, "value")]


def _texts(part: Held, name: str) -> list[str]:
    return [text for text in part.get(name, ()) if isinstance(text, str)]
