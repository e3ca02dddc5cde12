"""For type checkers, which cannot follow a package's `__path__`: the engine loads `mocks/nation.py`."""

from mocks.nation import SERVICES as SERVICES
from mocks.nation import Nation as Nation
from mocks.nation import kinds_for as kinds_for
