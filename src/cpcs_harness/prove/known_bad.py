"""Which known-bad candidates are to be run: those that are named, or all that can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.errors import UsageProblem
from cpcs_harness.judging.known_bads import KnownBad, known_bads


def chosen(names: Sequence[str], amqp: str) -> list[KnownBad]:
    """Give the named known-bads: when none is named, all that catch something and have what they need.

    Raises UsageProblem for a name that there is not, and for one that needs a broker where there is none.
    """
    bads = {bad.name: bad for bad in known_bads() if bad.catches}
    names = names or [bad.name for bad in bads.values() if amqp or not bad.needs_broker]
    for name in names:
        check_name(name, bads)
    stranded = [name for name in names if bads[name].needs_broker and not amqp]
    if stranded:
        raise UsageProblem(
            f"{', '.join(stranded)} stands behind the 111 Adaptor, which needs a broker: --amqp"
        )
    return [bads[name] for name in names]


def check_name(name: str, known: Iterable[str] | None = None) -> None:
    """Raise UsageProblem, with the name that is nearest, for a name that no known-bad (or none of these) has."""
    names = [bad.name for bad in known_bads()] if known is None else list(known)
    if name not in names:
        meant = did_you_mean(name, names) or "."
        raise UsageProblem(
            f"no known-bad candidate is called {shown(name)}{meant} `cpcs coverage` names those there are."
        )
