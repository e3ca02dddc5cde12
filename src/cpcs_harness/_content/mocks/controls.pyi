"""For type checkers, which cannot follow a package's `__path__`: the engine loads `mocks/controls.py`."""

from mocks.controls import NationalControls as NationalControls
from mocks.controls import hosts_of as hosts_of
