"""Profiles: what no public document states, as data that another model of it can replace."""

from cpcs_harness.profiles.profile import Profile, names
from cpcs_harness.profiles.profiles import Profiles
from cpcs_harness.profiles.read import checked, read_profile

__all__ = ["Profile", "Profiles", "checked", "names", "read_profile"]
