"""Keeps count of what was read of a message, and says where a bound is reached."""

from __future__ import annotations

from dataclasses import dataclass, field

from cpcs_harness.formats.decodings.reading import Limits


@dataclass
class Budget:
    """What is left of the limits; each reason for which something was left out is kept once."""

    limits: Limits
    parts: int = 0
    size: int = 0
    left_out: dict[str, None] = field(default_factory=dict)

    @property
    def room(self) -> int:
        """How many bytes may still come out of encodings."""
        return max(0, self.limits.size - self.size)

    def takes(self, size: int, depth: int) -> bool:
        """Say whether one part more may be read, and count it."""
        if depth > self.limits.depth:
            return self.leave(f"there are more than {self.limits.depth} encodings within one another")
        if self.parts >= self.limits.parts:
            return self.leave(f"it has more than {self.limits.parts} parts")
        if depth and size > self.room:
            return self.leave(f"it has more than {self.limits.size} bytes once it is decoded")
        self.parts += 1
        self.size += size if depth else 0
        return True

    def leave(self, why: str) -> bool:
        """Note why something is not read; always False."""
        self.left_out[why] = None
        return False
