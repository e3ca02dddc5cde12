"""Holds that everything which came to some services is accounted for."""

from __future__ import annotations

from collections.abc import Iterable

from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging import EvidenceView
from cpcs_harness.judging.account import Entry, Ledger, State

TODO = "Send what a consultation, a step or the service itself asks for, and nothing beside."


def entries_of(evidence: EvidenceView, *channels: str) -> list[Entry]:
    """Give the entries of some services in the whole run; NotShown where nothing came to them but connections."""
    came = {call.id for channel in channels for call in evidence.of_run(channel, at_least=0)}
    silent = [
        one.id for one in evidence.views.connections if one.service in channels and evidence.only is None
    ]
    wanted = came.union(silent)
    found = [entry for entry in evidence.views.read(Ledger).entries if entry.call.id in wanted]
    if not came and all(entry.state != State.UNACCOUNTED for entry in found):
        raise NotShown(f"nothing was sent to {' or '.join(channels)}")
    evidence.looked_at.extend(silent)
    return found


def all_accounted_for(entries: Iterable[Entry]) -> None:
    """Hold that each entry is; what may be somebody else's is laid to the environment, and said so."""
    strange = [entry for entry in entries if entry.state == State.UNACCOUNTED]
    for entry in strange:
        if entry.is_ours:
            raise NotMet(
                f"a reason for it ({entry.purpose})",
                f"{entry.why}; to {entry.recipient}{_by(entry)}",
                at=entry.call.where,
                todo=TODO,
                exchanges=[entry.call.id],
            )
    if strange:
        raise NotShown(
            f"{strange[0].call.where}: {strange[0].why}. It bears no credentials of the candidate's, and is made in "
            "another way than its calls: something else reached the mock. Run them where nothing else does",
            blame="environment",
        )


def _by(entry: Entry) -> str:
    pharmacy = f", by the credentials of {entry.pharmacy}" if entry.pharmacy else ""
    return f"{pharmacy}, as user {entry.user}" if entry.user else pharmacy
