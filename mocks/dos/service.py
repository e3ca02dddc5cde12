"""The Directory of Services, UEC DoS REST API v1.0: searches by service type, by ODS code, by service id.

Source: UEC DoS REST API v1.0 (interface sheet dos-eps-rtec-scr-dmd, section 2). The names within `endpoints` are not
public: the profile `endpoints`, by default docs/reference/dos-endpoints-model.md.
Left out: byClinicalTerm, the SOAP interface, search roles, limits of use, and the matching of postcodes to places:
distances are those of `fixtures/pharmacies.yaml`, from wherever the search starts, unless a journey has other services
held near a postcode. The area is a square: what is as far as its corners is found.
"""

from __future__ import annotations

import base64
import random
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cpcs_harness.evidence.setting import WrongSetting
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.people.directory import plain_place
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Practice

from .endpoints import in_words_of
from .listing import PRACTICES, Service, as_held, codes_of, detailed, listed, practice_id, written
from .offer import Offer, offers_of, practice_offer
from .opening import LONDON

BASE = "/app/controllers/api/v1.0/services"
SOURCE = "UEC DoS REST API v1.0"
SEGMENTS = (
    "case_id",
    "postcode",
    "distance",
    "gp_practice_id",
    "age",
    "gender",
    "disposition",
    "service_types",
    "number_per_type",
)
DEFAULT_MILES, MOST_MILES, DEFAULT_NUMBER = 37.5, 100.0, 5
MOST_SEARCHES = 1024
"""That are remembered."""
_SUCCESS = (
    b'{"success":{"code":200,"transactionId":"%s","servicesReturnedAreCatchAll":"%s",'
    b'"serviceCount":%d,"services":[%s]}}'
)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)


class Refused(Exception):
    """The directory refuses a request with a message of its own."""


class Searched(NamedTuple):
    """What a search found, where, and what it was found by."""

    services: Sequence[bytes]
    place: str
    practices: int
    """How many there were."""
    now: datetime
    """To the minute."""

    def holds(self, world: World, now: datetime) -> bool:
        """Say whether it would be found now; of what a journey has near a place of its own, nobody knows."""
        return (
            self.now == now and self.practices == len(world.practices) and self.place not in world.directory
        )


class DoS(Mock):
    """Answers from the fixtures' pharmacies, the candidate's own premises, and the practices of the run."""

    service = "dos"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        held = fixture("pharmacies")
        self.providers: list[Service] = held["providers"]
        self.non_public: str = held["non_public"]
        self._offered: dict[str, Sequence[Offer]] = {}
        self._searches: dict[str, Searched] = {}
        account = f"{world.environment.dos_username}:{world.environment.dos_password}"
        self._account = f"Basic {base64.b64encode(account.encode()).decode()}"
        self._random = random.Random()  # noqa: S311 - for ids, not for secrets
        known = map(as_held, world.environment.premises)
        for service in (*self.providers, *known):
            world.register.belongs_to_run(service["service_id"], "a service that DoS has for everybody")
        nine = "/".join(f"{{{name}}}" for name in SEGMENTS)
        self._add(f"/byServiceType/{nine}", self.by_service_type, "by_service_type")
        self._add("/byServiceType/{rest:path}", self.wrong_shape, "by_service_type")
        self._add("/byOdsCode/{ods}", self.by_ods_code, "by_ods_code")
        self._add("/byServiceId/{id}", self.by_service_id, "by_service_id")

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address, and the candidate's account."""
        environment = self.world.environment
        account = {"username": environment.dos_username, "password": environment.dos_password}
        return {"dos": {"base": address + BASE.removesuffix("/services"), **account}}

    def _add(self, path: str, handler: Callable[[Call], Response], operation: str) -> None:
        self.route(
            "GET", BASE + path, lambda call: self._guarded(call, handler), operation=operation, source=SOURCE
        )

    def by_service_type(self, call: Call) -> Response:
        """Give the nearest services of the types asked for, as they were found before if nothing has changed since."""
        path, now = call.request.scope["path"], self._now()
        known = self._searches.get(path)
        if known is None or not known.holds(self.world, now):
            known = self._found(call.path, now)
            if len(self._searches) >= MOST_SEARCHES:
                self._searches.clear()
            self._searches[path] = known
        return self._success(known.services)

    def _found(self, path: Mapping[str, Any], now: datetime) -> Searched:
        """Search for services, each once: a service of DoS has one type."""
        asked = {name: str(value).strip() for name, value in path.items()}
        place, practices = plain_place(asked["postcode"]), len(self.world.practices)
        miles, number = self._checked(asked)
        types = [wanted.strip() for wanted in asked["service_types"].split(",")]
        found: list[tuple[float, Offer, str]] = []
        for wanted in types:
            offers, there = self._offers(wanted, asked["postcode"]), {offer.id for _, offer, _ in found}
            near = (offer for offer in offers if offer.miles <= miles * offer.reach and offer.id not in there)
            found += [(offer.miles, offer, wanted) for offer in islice(near, number)]
        nearest = sorted(found, key=itemgetter(0))
        services = [written(offer.held, kind, self.non_public, now) for _, offer, kind in nearest]
        return Searched(services, place, practices, now)

    def wrong_shape(self, call: Call) -> Response:
        """Answer a search that has not nine segments, each with something in it."""
        return self.unknown(call)

    def by_ods_code(self, call: Call) -> Response:
        """Give every service of an organisation."""
        wanted = str(call.path["ods"]).strip().upper()
        return self._details(lambda held: held["ods"].upper() == wanted)

    def by_service_id(self, call: Call) -> Response:
        """Give one service."""
        wanted = str(call.path["id"]).strip()
        return self._details(lambda held: held["service_id"] == wanted)

    def read_further(self, request: Request, _body: bytes) -> list[str]:
        """Name what a look-up by a code is about: the services that have the code, and the practice of a service."""
        asked = str(next(iter(request.path_params.values()), "")).strip().upper()
        if "byServiceId" in request.scope["path"]:
            return [place.ods for place in self._practices() if practice_id(place) == asked]
        if "byOdsCode" not in request.scope["path"]:
            return []
        held = (service for near in list(self.world.directory.values()) for service in near.services)
        own = map(as_held, self.world.environment.premises)
        return [
            service["service_id"] for service in (*held, *own, *self.providers) if asked in codes_of(service)
        ]

    def _guarded(self, call: Call, handler: Callable[[Call], Response]) -> Response:
        if call.header("authorization") != self._account:
            call.facts |= self._wrong_setting(call)
            return _error(401, "Unauthorized: user name or password is wrong")
        try:
            return handler(call)
        except Refused as refused:
            return _error(400, f"Bad Request: {refused}")

    def _wrong_setting(self, call: Call) -> dict[str, Any]:
        """Say which setting is not the account's; nothing where no account was named."""
        scheme, _, written = (call.header("authorization") or "").partition(" ")
        try:
            user = base64.b64decode(written, validate=True).decode().partition(":")[0]
        except ValueError:
            return {}
        if scheme != "Basic" or not user:
            return {}
        right = user == self.world.environment.dos_username
        return WrongSetting("dos.password" if right else "dos.username").as_facts()

    def _checked(self, asked: Mapping[str, str]) -> tuple[float, int]:
        """Check a search's segments in the directory's order; gives miles and number per type."""
        distance = "0" if asked["distance"] == "null" else asked["distance"]
        if not re.fullmatch(r"\d+(\.\d+)?", distance):
            raise Refused("the search distance is not numeric")
        if float(distance) > MOST_MILES:
            raise Refused("the search distance is greater than 100")
        if asked["postcode"] == "0":
            raise Refused("the postcode is missing")
        if not _POSTCODE.fullmatch(asked["postcode"]):
            raise Refused("invalid post code")
        self._check_person(asked)
        number = asked["number_per_type"]
        return float(distance) or DEFAULT_MILES, (int(number) if number.isdigit() else 0) or DEFAULT_NUMBER

    def _check_person(self, asked: Mapping[str, str]) -> None:
        practice = asked["gp_practice_id"]
        if practice != "0" and practice not in map(practice_id, self._practices()):
            raise Refused("the GP practice service id is not known")
        if asked["age"] not in ("0", "1", "2", "3", "4", "8"):
            raise Refused("the age group is not one of 1, 2, 3, 4, 8")
        if asked["gender"] not in ("0", "M", "F", "I"):
            raise Refused("the gender is not one of M, F, I")

    def _offers(self, kind: str, postcode: str) -> Iterable[Offer]:
        """Give what offers a type near a postcode, the nearest first; practices of the run are all as near."""
        own = self.world.directory.get(plain_place(postcode))
        offered = self._everywhere(kind) if own is None else offers_of(kind, own.services)
        if kind == PRACTICES and not offered:
            return map(practice_offer, self._practices_near(postcode))
        return offered

    def _everywhere(self, kind: str) -> Sequence[Offer]:
        if kind not in self._offered:
            self._offered[kind] = offers_of(kind, self.providers)
        return self._offered[kind]

    def _now(self) -> datetime:
        """Give the time to the minute, by which places are open or closed."""
        return self.world.clock.now().astimezone(LONDON).replace(second=0, microsecond=0)

    def _details(self, is_wanted: Callable[[Mapping[str, Any]], bool]) -> Response:
        """Answer with services as the two look-ups show them; a search does not find the candidate's own premises."""
        own = map(as_held, self.world.environment.premises)
        near = [service for held in self.world.directory.values() for service in held.services]
        practices = [place for place in near if PRACTICES in place["types"]]
        pharmacies = [place for place in near if PRACTICES not in place["types"]]
        known = {place["service_id"]: place for place in (*pharmacies, *own, *self.providers)}
        held = {place["ods"] for place in practices}
        practices += [as_held(practice) for practice in self._practices() if practice.ods not in held]
        wanted = [(place, "131") for place in known.values()] + [(place, PRACTICES) for place in practices]
        now = self._now()
        services = [listed(place, kind, self.non_public, now) for place, kind in wanted if is_wanted(place)]
        return self._success([to_json(detailed(service)) for service in services])

    def _practices(self) -> list[Practice]:
        return list(self.world.practices.values())

    def _practices_near(self, postcode: str) -> Iterator[Practice]:
        """Give all practices, those at the postcode first: no more than a few are listed."""
        there = self.world.practices_at.get(plain_place(postcode), {})
        yield from list(there.values())
        yield from (practice for practice in self._practices() if practice.ods not in there)

    def _success(self, services: Sequence[bytes]) -> Response:
        """Answer with services as they are written; the id is no secret, and needs no random bytes of the system."""
        if "endpoints" in self.world.profiles.replaced:
            profile = self.world.profiles["endpoints"]
            services = [to_json(in_words_of(profile, from_json(service))) for service in services]
        id = str(uuid.UUID(int=self._random.getrandbits(128), version=4)).encode()
        catch_all = b"FALSE" if services else b"TRUE"
        content = _SUCCESS % (id, catch_all, len(services), b",".join(services))
        return Response(content, media_type="application/json")


def _error(status: int, message: str) -> Response:
    return JSONResponse({"error": {"code": status, "message": message}}, status_code=status)
