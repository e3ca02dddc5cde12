"""What a report shows of a file that came with an observation: its text, and where its bytes are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cpcs_harness.errors import HarnessError
from cpcs_harness.formats.artefact.text import text_of
from cpcs_harness.formats.artefact.unreadable import Unreadable
from cpcs_harness.reporters.text import number, visible


def facts_of(data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Name a file's digest, size and place, as pairs for a list."""
    reference = data["content"]
    facts = {
        "Came with": f"observation {data['observation']}, as {visible(str(data['name']))}",
        "SHA-256": str(reference["sha256"]),
        "Size": f"{number(reference['bytes'], 'byte')}, {visible(reference.get('media') or 'of no named type')}",
        "Take it out with": f"tar xzf evidence/bodies.tar.gz bodies/{reference['sha256']}",
    }
    if data.get("typed_in"):
        facts["Typed in"] = "by a person, from paper"
    if data.get("problem"):
        del facts["Take it out with"]
        facts["Not kept"] = str(data["problem"])
    return tuple(facts.items())


def text_shown(data: Mapping[str, Any], body: Callable[[Mapping[str, Any]], bytes], most: int) -> str:
    """Give a file's text within a room, or why there is none to show."""
    if data.get("problem"):
        return "It was not kept."
    try:
        text = visible(text_of(body(data["content"])))
    except (HarnessError, Unreadable) as why:
        return f"Its text cannot be shown: {why}"
    return text if len(text) <= most else f"{text[:most]}\n… and more, in the evidence"
