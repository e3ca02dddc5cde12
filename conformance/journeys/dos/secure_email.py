"""Secure e-mail addresses of practices and CPCS providers are looked up in the Directory of Services, by its endpoints.

Source: interface sheet dos-eps-rtec-scr-dmd, section 2.9 and checks 37 to 40.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.people.fixtures import fixture

from .._steps import addresses as _addresses
from .._steps import dos_endpoints as _endpoints
from .._steps import referrals as _referrals
from .._steps.addresses import PRACTICE, PROVIDER, Place
from .._steps.pathways import MI, UM

TYPES = {PRACTICE: "100", PROVIDER: "131"}
PURPOSES = {
    (MI.id, PRACTICE): ("notification",),
    (UM.id, PRACTICE): ("notification", "onward-referral"),
    (UM.id, PROVIDER): ("onward-referral",),
}
"""What an address is asked for, as the cells of each pathway have it."""
DRAWN = 14
"""Sets of endpoints that are drawn, in each pathway."""
NEIGHBOURS = 4
"""Services of one type at one postcode: fewer than a search lists by default."""
TROUBLE, MANY = "server-error", 30
"""What goes wrong with DoS, and as often as it does at most."""


@dataclass(frozen=True)
class Case:
    """A profile of the table, of a place near a postcode."""

    place: Place
    profile: Mapping[str, Any]
    postcode: str

    def service(self, number: int) -> dict[str, Any]:
        """Give the service as DoS holds it."""
        place = self.place
        suffix = self.profile.get("suffix", "") if place.kind == PROVIDER else ""
        return {
            "service_id": f"2000{TYPES[place.kind]}{place.practice.ods[-4:]}",
            "ods": f"{place.ods}{suffix}",
            "name": place.name,
            "public_name": place.name,
            "address": list(place.practice.address),
            "postcode": self.postcode,
            "public": place.practice.telephone,
            "miles": 0.3 + number,
            "types": [TYPES[place.kind]],
            "rag": "green",
            "hours": "by-day",
            "endpoints": [{**row, "address": place.written(row["address"])} for row in self.profile["rows"]],
        }


class SecureEmail(Journey):
    """Profiles of each kind stand near one another; each is asked for, whatever stands nearer."""

    id = "secure-email"
    pathways = (MI, UM)
    title = "{service}, secure e-mail addresses from the Directory of Services"

    def run(self, stage: Stage) -> None:
        """Hold the profiles, and ask for each; ask for one again, and look into the local directory."""
        _referrals.sign_in(stage)
        cases = self.held(stage)
        differing = [case for case in cases if "held" in case.profile]
        stage.step("The local directory is loaded with addresses of before")
        entries = [case.place.entry(case.profile["held"]) for case in differing]
        stage.do("load_directory", needed=False, entries=entries)
        for case in cases:
            self.ask(
                stage, case, f"An address is looked up in DoS: {case.profile['case']} ({case.place.kind})"
            )
        for case in differing:
            self.ask(stage, case, f"It is looked up once more ({case.place.kind})")
        self.ask_as_drawn(stage, cases)
        self.ask_in_trouble(stage, cases[0])
        stage.step("The local directory is looked into")
        for case in differing:
            _addresses.look_up(stage, case.place)

    @classmethod
    def several(cls, label: str) -> Mapping[str, int]:
        """Draw what DoS says of the practices and providers from then on."""
        return {} if label else {_endpoints.THING: DRAWN}

    def ask_as_drawn(self, stage: Stage, cases: Sequence[Case]) -> None:
        """Have each address looked up again, of one practice or provider after another, as DoS has it by then."""
        practices = list(dict.fromkeys(case.place.practice for case in cases))
        for number, row in enumerate(stage.issued.several.get(_endpoints.THING, ()), 1):
            practice = practices[number % len(practices)]
            profile = _endpoints.drawn(number, row)
            own = [replace(case, profile=profile) for case in cases if case.place.practice == practice]
            services = tuple(case.service(place) for place, case in enumerate(own))
            stage.hold(HeldServices(own[0].postcode, services), profile["case"])
            for case in own:
                self.ask(
                    stage, case, f"An address is looked up in DoS: {profile['case']} ({case.place.kind})"
                )

    def ask_in_trouble(self, stage: Stage, case: Case) -> None:
        """Have an address looked up once while DoS answers with an error, as often as it is asked."""
        fault = stage.fault(TROUBLE, "dos", "*", **fault_menu("dos")[TROUBLE] | {"times": MANY})
        self.ask(stage, case, "An address is looked up while DoS is in trouble")
        fault.times = 0

    def held(self, stage: Stage) -> list[Case]:
        """Have DoS hold the profiles of each kind, a few at a postcode."""
        cases: list[Case] = []
        profiles = fixture("endpoints")["profiles"]
        for first in range(0, len(profiles), NEIGHBOURS):
            own = [
                (stage.another(f"profile {number}").person, profile)
                for number, profile in enumerate(profiles[first : first + NEIGHBOURS], first)
            ]
            postcode = own[0][0].postcode
            near = [
                Case(Place(kind, person.practice), profile, postcode)
                for kind in _addresses.kinds_of(stage)
                for person, profile in own
            ]
            services = tuple(case.service(number) for number, case in enumerate(near))
            stage.hold(HeldServices(postcode, services), postcode)
            cases += near
        return cases

    def ask(self, stage: Stage, case: Case, step: str) -> None:
        """Have the address looked up for each purpose, in a step of its own each."""
        place = case.place
        for purpose in PURPOSES[stage.issued.pathway, place.kind]:
            stage.step(f"{step}, for {purpose}")
            stage.do(
                "lookup_secure_email",
                needed=False,
                ods=place.ods,
                kind=place.kind,
                postcode=case.postcode,
                purpose=purpose,
            )
