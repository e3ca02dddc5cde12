"""For type checkers, which cannot follow a package's `__path__`: the engine loads `mocks/controls.py`."""

from mocks.controls import NationalControls as NationalControls
