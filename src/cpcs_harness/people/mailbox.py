"""What a GP practice takes by MESH, where a journey has it take anything else than every practice does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HeldMailbox:
    """The workflows that a practice's mailbox is registered for; none is a practice that takes no MESH."""

    ods: str
    workflows: tuple[str, ...]
