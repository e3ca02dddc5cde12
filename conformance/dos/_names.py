"""What a pharmacy may be called on a screen, by what DoS says of it.

Source: UEC DoS REST API v1.0, name and publicName (interface sheet dos-eps-rtec-scr-dmd, sections 2.5 and 2.8).
"""

from __future__ import annotations

import re

from .._shared.dos_answers import Service

MARK = re.compile(r"(?:Pharm\+|PF\+\+|CPCS|BP Check|BP):\s*")
INTERNAL = re.compile(rf"{MARK.pattern}(?:[^()]*\((.+)\)$)?")
"""What DoS has before the name that the public knows, which may then stand in brackets."""


def name_of(service: Service) -> str:
    """Give the public name; where DoS gives none, as answers of before 2021 do, the other one."""
    return str(service.get("publicName") or service["name"])


def names_of(service: Service) -> set[str]:
    """Give the names that a screen may show: the public one, or where there is none the other, or a part of that."""
    name = name_of(service)
    marked = None if service.get("publicName") else INTERNAL.match(name)
    parts = {marked[1] or "", INTERNAL.sub("", name), MARK.sub("", name)} if marked else set()
    return {name, *parts} - {""}
