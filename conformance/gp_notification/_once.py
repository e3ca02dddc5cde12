"""What FHIR STU3 lets stand once in an element, and stands there twice: readers take the one or the other.

Source: FHIR STU3, the cardinalities of Bundle, MessageHeader, Composition, Encounter, List, MedicationDispense,
Medication and of the data types.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

FHIR = "{http://hl7.org/fhir}"
SEVERAL = frozenset(("given", "prefix", "suffix", "line", "profile", "alias", "event"))
"""Simple values that may stand several times; any other stands once."""
EVERYWHERE = frozenset(
    ("meta", "period", "text", "valueReference", "valueCodeableConcept", "valueCoding", "repeat")
)
"""What has parts of its own, and stands once in whatever element."""
ONCE = {
    "MessageHeader": (
        "event",
        "sender",
        "receiver",
        "source",
        "responsible",
        "reason",
        "response",
        "enterer",
    ),
    "Bundle": ("identifier",),
    "Composition": ("identifier", "type", "class", "subject", "encounter", "custodian"),
    "section": ("code", "orderedBy", "emptyReason"),
    "Encounter": ("class", "subject", "serviceProvider", "hospitalization"),
    "participant": ("individual",),
    "List": ("code", "subject", "encounter", "source", "orderedBy", "emptyReason"),
    "entry": ("resource", "item", "request", "response", "search"),
    "MedicationDispense": (
        *("subject", "context", "category", "type", "quantity", "daysSupply", "destination"),
        *("medicationReference", "medicationCodeableConcept", "substitution"),
    ),
    "performer": ("actor", "onBehalfOf"),
    "Medication": ("code", "form"),
}
"""What has parts of its own, and stands once in an element of a kind."""


def twice(root: Any) -> Iterator[str]:
    """Give each element of a message that stands twice where FHIR has it once, with the element that it stands in."""
    for node in root.iter(f"{FHIR}*"):
        name = etree.QName(node).localname
        counted = Counter(child.tag for child in node if str(child.tag).startswith(FHIR))
        if name == "resource" and sum(counted.values()) > 1:
            yield f"{sum(counted.values())} resources in one entry"
        several = {tag for tag, count in counted.items() if count > 1}
        for child in several:
            called = str(child).removeprefix(FHIR)
            if called in EVERYWHERE or called in ONCE.get(name, ()) or _is_simple(node, child, called):
                yield f"{name}.{called}"


def _is_simple(node: Any, tag: Any, called: str) -> bool:
    return called not in SEVERAL and any(child.get("value") is not None for child in node.iterchildren(tag))
