"""A nation with as many people and marks as a run has."""

import os

from cpcs_harness.mockkit.world import World
from cpcs_harness.people.issue import Issuer

JOURNEYS = 60
MARKS = 40
"""Marks that come up while a journey runs, such as ids of messages."""


def admit_people(world: World) -> str:
    """Admit patients, with as many marks as a run has; gives the postcode of the last."""
    issuer = Issuer(7, world.environment)
    for number in range(JOURNEYS):
        issued = issuer.issue(f"journey-{number}", "minor-illness")
        world.admit(issued)
        for _ in range(MARKS):
            world.register.link("message", os.urandom(16).hex(), issued.journey)
    return issued.person.postcode
