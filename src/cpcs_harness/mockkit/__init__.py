"""What every mock of a national service is made of; `mocks/` holds the services themselves."""

from cpcs_harness.mockkit.call import Call
from cpcs_harness.mockkit.mock import Mock
from cpcs_harness.mockkit.service import ConfigFile, Endpoints
from cpcs_harness.mockkit.world import World

__all__ = ["Call", "ConfigFile", "Endpoints", "Mock", "World"]
