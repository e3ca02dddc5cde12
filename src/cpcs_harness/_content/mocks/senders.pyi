"""For type checkers, which cannot follow a package's `__path__`: the engine loads `mocks/senders.py`."""

from mocks.senders import NationalSenders as NationalSenders
from mocks.senders import prepare as prepare
from mocks.senders import with_broker as with_broker
