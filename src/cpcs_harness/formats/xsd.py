"""An XML Schema, and what it finds wrong, in words that name elements by their usual prefixes."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from cpcs_harness.formats.problem import Problem, problem_at

if TYPE_CHECKING:
    from xmlschema import XMLSchema

_CLARK = re.compile(r"\{([^{}]*)\}")
_STEP = re.compile(r"(?P<name>[^\[/]+)(?:\[(?P<number>\d+)\])?")
MOST = 200
"""Findings of one message: finding the element of each takes as long as the message is wide."""
MOST_ELEMENTS = 10_000
"""Of one message. The largest set of documents that a sender was seen to send has some 2,500; libxml2 counts the
siblings of every element that it finds wrong, so that 100,000 of them keep it busy for minutes."""
_LONGEST = 400
"""Characters of one finding's text; libxml2 repeats the message's own values in it."""


_count: Any = etree.XPath("count(//*)", regexp=False)


def too_large(root: Any) -> list[Problem]:
    """Give the one problem of a message that has too many elements to be judged; none of others."""
    elements = int(_count(root))
    if elements <= MOST_ELEMENTS:
        return []
    text = f"the message has {elements} elements, and beyond {MOST_ELEMENTS} none is judged"
    return [Problem("error", "SIZE", "", text, "a bound of this harness")]


class Xsd:
    """A compiled schema that several threads may use."""

    def __init__(
        self,
        schema: etree.XMLSchema,
        prefixes: Mapping[str, str],
        rule: str,
        source: str,
        full: Callable[[], XMLSchema | None],
    ) -> None:
        """Judge by a schema; `full` gives the same one of xmlschema's, for what this one refuses, or None."""
        self._schema, self._full = schema, full
        self._prefixes = {uri: prefix for prefix, uri in prefixes.items()}
        self._rule, self._source = rule, source
        # lxml keeps one log of errors a schema: without the lock, threads would read each other's
        self._lock = threading.Lock()

    def problems(self, root: Any) -> list[Problem]:
        """Give what is wrong, all of it.

        libxml2 looks at no more of an element after the first child that should not be there; what it refuses is gone
        through once more by xmlschema, which goes on.
        """
        with self._lock:
            if self._schema.validate(root):
                return []
            log: Any = self._schema.error_log
            entries = list(log)
        told = [(node_at(root, entry.path), entry.message) for entry in islice(_first_of_each(entries), MOST)]
        known = {node for node, _ in told}
        told += [
            (node, text) for node, text in islice(self._further(root), MOST - len(told)) if node not in known
        ]
        return [problem_at(node, "error", self._rule, self._words(text), self._source) for node, text in told]

    def _further(self, root: Any) -> Iterator[tuple[Any, str]]:
        """Give the elements that xmlschema finds wrong, and why."""
        full = self._full()
        if full is None:
            return
        # Imported here and not above: it takes a second, which a run without wrong messages has no use for.
        from xmlschema import XMLSchemaChildrenValidationError

        try:
            for error in full.iter_errors(root):
                node: Any = error.elem
                if isinstance(error, XMLSchemaChildrenValidationError) and error.index < len(node):
                    node = node[error.index]
                if node is not None:
                    yield node, f"Element '{node.tag}': {error.reason}"
        except RecursionError:
            return

    def _words(self, message: str) -> str:
        named = _CLARK.sub(lambda found: self._prefix(found[1]), message)
        return " ".join(named.split())[:_LONGEST]

    def _prefix(self, uri: str) -> str:
        return f"{self._prefixes[uri]}:" if uri in self._prefixes else f"{{{uri}}}"


@cache
def full_schema(path: Path) -> XMLSchema:
    """Give xmlschema's own of a schema of this project."""
    from xmlschema import XMLSchema

    return XMLSchema(str(path), allow="local", defuse="always")


def _first_of_each(entries: list[Any]) -> Iterator[Any]:
    """Leave out what libxml2 says twice: what is wrong with a value, and then that it is not of its type."""
    seen = set()
    for entry in entries:
        subject = (entry.path, entry.message.partition(":")[0])
        if "DATATYPE_VALID" not in entry.type_name or subject not in seen:
            yield entry
        seen.add(subject)


def node_at(root: Any, path: str | None) -> Any:
    """Find the element that libxml2's path leads to: steps by prefixed name, or `*` where there is no prefix."""
    node = root
    for step in (path or "").split("/")[2:]:
        found = _STEP.fullmatch(step)
        if found is None or step.startswith("@"):
            break
        inner = [child for child in node.iterchildren("*") if _named(child, found["name"])]
        number = int(found["number"] or 1)
        if number > len(inner):
            break
        node = inner[number - 1]
    return node


def _named(node: Any, name: str) -> bool:
    if name == "*":  # counts every sibling
        return True
    qualified = f"{node.prefix}:" if node.prefix else ""
    return f"{qualified}{etree.QName(node).localname}" == name
