"""Exchanges as checks see them, made up from what a test says of them."""

from types import SimpleNamespace

from cpcs_harness.judging.views.reading import Readable


class Call(Readable, SimpleNamespace):
    """An exchange with these attributes and no others."""
