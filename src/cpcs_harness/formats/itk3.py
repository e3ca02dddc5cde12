"""ITK3 FHIR STU3 messages in XML: message bundle, header, document bundle, and what refers to what.

Source: ITK3 Messaging Distribution 2.10.0 (ITK-Message-Bundle-1, ITK-MessageHeader-2, Extension-ITK-MessageHandling-2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
N = {"f": FHIR, "h": XHTML}
HANDLING = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-ITK-MessageHandling-2"


@dataclass(frozen=True)
class Resource:
    """One resource of a bundle, with the address that the bundle gives it."""

    url: str
    node: Any

    @property
    def kind(self) -> str:
        """Its type, such as `Patient`."""
        return str(self.node.tag).removeprefix(f"{{{FHIR}}}")

    @property
    def id(self) -> str:
        """Its logical id."""
        return value(self.node, "f:id")


@dataclass(frozen=True)
class Itk3Message:
    """A message bundle; what it holds is found once."""

    root: Any

    @cached_property
    def resources(self) -> list[Resource]:
        """The entries of the outer bundle, in order."""
        return list(_entries(self.root))

    @cached_property
    def header(self) -> Resource | None:
        """The first entry, when it is a MessageHeader."""
        first = next(iter(self.resources), None)
        return first if first is not None and first.kind == "MessageHeader" else None

    @property
    def documents(self) -> list[Resource]:
        """The document bundles inside."""
        return [
            resource
            for resource in self.resources
            if resource.kind == "Bundle" and value(resource.node, "f:type") == "document"
        ]

    def handling(self) -> dict[str, Any]:
        """Give the parts of the message handling extension by name, each as its value element."""
        if self.header is None:
            return {}
        outer = self.header.node.findall("f:extension", N)
        handling = [extension for extension in outer if extension.get("url") == HANDLING]
        parts = handling[0].findall("f:extension", N) if handling else []
        return {str(part.get("url")): part.find("*") for part in parts if part.find("*") is not None}


def read_message(root: Any) -> Itk3Message | None:
    """Read an outer bundle; None when the XML is no FHIR Bundle."""
    if root is None or root.tag != f"{{{FHIR}}}Bundle":
        return None
    return Itk3Message(root)


def entries(bundle: Resource) -> list[Resource]:
    """Give the entries of a bundle that is itself an entry."""
    return list(_entries(bundle.node))


def first_of(resources: list[Resource], kind: str) -> Resource | None:
    """Give the first resource of a type."""
    return next((resource for resource in resources if resource.kind == kind), None)


def value(node: Any, path: str) -> str:
    """Give the `value` of the first element at a path; empty when there is none."""
    found = None if node is None else node.find(path, N)
    return "" if found is None else str(found.get("value", ""))


def values(node: Any, path: str) -> list[str]:
    """Give the `value` of every element at a path."""
    return [str(found.get("value", "")) for found in node.findall(path, N)]


def references(node: Any) -> list[str]:
    """Give every reference made inside a resource, nested bundles left out."""
    return [str(found.get("value", "")) for found in node.iter(f"{{{FHIR}}}reference") if found.get("value")]


def resolve(resources: list[Resource], reference: str) -> Resource | None:
    """Find what a reference means within a bundle: by full URL, or by type and id."""
    named = (found for found in resources if reference in (found.url, f"{found.kind}/{found.id}"))
    return next(named, None)


def is_contained(resource: Resource, reference: str) -> bool:
    """Say whether a reference means a resource contained in the one that makes it, or that one itself."""
    ids = values(resource.node, "f:contained/*/f:id")
    return reference == "#" or reference in [f"#{id}" for id in ids]


def narrative(node: Any) -> str:
    """Give the words of a narrative."""
    found = node.find("f:text/h:div", N)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _entries(bundle: Any) -> Iterator[Resource]:
    for entry in bundle.findall("f:entry", N):
        inner = entry.find("f:resource/*", N)
        if inner is not None:
            yield Resource(value(entry, "f:fullUrl"), inner)
