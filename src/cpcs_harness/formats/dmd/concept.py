"""One concept of dm+d, as far as what is sent can be held against it.

Source: dm+d release files (interface sheet dos-eps-rtec-scr-dmd, section 6.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from cpcs_harness.records import Record

LEVELS = ("VMP", "AMP", "VMPP", "AMPP")
ACTUAL = ("AMP", "AMPP")
"""What a supplier makes; the others are by generic name."""


@dataclass(frozen=True)
class Concept(Record):
    """A medicine, an appliance, or a pack of either; empty is what dm+d does not say of its level."""

    id: str
    level: str
    name: str
    description: str = ""
    """Of an AMP, with who makes it."""
    form: str = ""
    unit: str = ""
    vmp: str = ""
    amp: str = ""
    vmpp: str = ""
    pack: float = 0
    legal: str = ""
    invalid: bool = False
    """Withdrawn from dm+d."""
    previous: str = ""
    """The identifier that it had before, which is withdrawn (VPIDPREV)."""
    was: str = ""
    """The description of an earlier release."""
    discontinued: bool = False
    """No longer made, which withdraws nothing."""
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What a screen or a message may call it."""
        return tuple(name for name in (self.description, self.name) if name)
