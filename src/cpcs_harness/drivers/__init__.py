"""How a candidate is made to do things; every driver offers the same actions."""

from cpcs_harness.drivers.base import Actor, Driver, Outcome

__all__ = ["Actor", "Driver", "Outcome"]
