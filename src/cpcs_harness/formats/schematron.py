"""ISO Schematron, the part of it that the project's own rules use, evaluated by XPath.

A file has patterns of rules with asserts, each with id, role, see (its source) and test, and maybe subject: the element
that is wrong, from the context; nothing else. All contexts
below one place become one expression that says which of them hold a node that breaks a rule, so a sound message costs
one evaluation a place.
lxml's own implementation (`lxml.isoschematron`) finds the same, and takes ten times as long; the tests hold the two
against each other. In one pattern no two contexts may meet: in ISO Schematron only the first of them would count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from cpcs_harness.errors import HarnessError

_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_LONGEST = 120
"""Characters of a message's own value that a finding repeats."""
_MOST = 20
"""Values that a finding names where a rule gives several; ISO Schematron would name the first."""


class Finding(NamedTuple):
    """One node that breaks one rule, or what is wrong below it."""

    rule: str
    level: str
    """error | warning"""
    node: Any
    text: str
    source: str


@dataclass(frozen=True)
class _Value:
    """What a finding repeats of a message: a value, or all of several."""

    as_text: Any
    """An expression of the node, which gives the first of several as a text."""
    whole: Any
    """The same, which gives nodes where it leads to nodes."""
    between: str
    """What stands between two of several: quotes where the rule quotes the value."""

    def of(self, node: Any) -> str:
        found = self.whole(node)
        if not isinstance(found, list):
            return str(self.as_text(node))[:_LONGEST]
        texts = [str(each if isinstance(each, str) else _text(each))[:_LONGEST] for each in found[:_MOST]]
        texts += [f"… and {len(found) - _MOST} more"] if len(found) > _MOST else []
        return self.between.join(texts)


@dataclass(frozen=True)
class _Assert:
    rule: str
    level: str
    source: str
    test: str
    parts: tuple[str | _Value, ...]
    """The finding's text: words, and values of the node."""
    subject: Any = None
    """An expression of the node: the elements that are wrong, where it is not the node itself; the first is named."""

    def broken_by(self, node: Any) -> Finding:
        said = [part if isinstance(part, str) else part.of(node) for part in self.parts]
        subjects = self.subject(node) if self.subject is not None else []
        wrong = subjects[0] if subjects else node
        return Finding(self.rule, self.level, wrong, " ".join("".join(said).split()), self.source)


@dataclass(frozen=True)
class _Rule:
    nodes: Any
    """An expression of where the search starts: the nodes of the context."""
    verdicts: Any
    """An expression of a node: a text of a 1 for each assert that it keeps, and a 0 for each that it breaks."""
    asserts: tuple[_Assert, ...]

    def findings(self, start: Any) -> Iterator[Finding]:
        for node in self.nodes(start):
            for verdict, one in zip(self.verdicts(node), self.asserts, strict=True):
                if verdict == "0":
                    yield one.broken_by(node)


@dataclass(frozen=True)
class _Place:
    find: Any
    """An expression of the root: the elements where the searches below start."""
    broken: Any
    """An expression of such an element: a text of a 1 for each rule that a node below breaks, and else a 0."""
    rules: tuple[_Rule, ...]

    def findings(self, root: Any) -> Iterator[Finding]:
        for start in self.find(root):
            for broken, rule in zip(self.broken(start), self.rules, strict=True):
                if broken == "1":
                    yield from rule.findings(start)


class Schematron:
    """The rules of some files, compiled together.

    `places` says of an element that has one place in a message what path leads to it, so that contexts which start
    with its name need not be searched for.
    """

    def __init__(self, files: Iterable[Path], places: Mapping[str, str]) -> None:
        self._places = places
        self._namespaces: dict[str, str] = {}
        contexts: dict[tuple[str, str], list[_Assert]] = {}
        for file in files:
            schema = etree.parse(str(file)).getroot()
            self._namespaces |= {str(ns.get("prefix")): str(ns.get("uri")) for ns in schema.iter(f"{_SCH}ns")}
            for rule in schema.iter(f"{_SCH}rule"):
                # the same context in two files is evaluated once
                held = contexts.setdefault(self._split(str(rule.get("context"))), [])
                held += [self._assert(node, file) for node in rule.iter(f"{_SCH}assert")]
        self._below = self._by_place(contexts)

    @property
    def rules(self) -> list[tuple[str, str, str]]:
        """Each assert's id, level and source."""
        asserts = [held for place in self._below for rule in place.rules for held in rule.asserts]
        return [(held.rule, held.level, held.source) for held in asserts]

    def findings(self, root: Any) -> Iterator[Finding]:
        """Give what a document breaks, context by context."""
        for place in self._below:
            yield from place.findings(root)

    def _split(self, context: str) -> tuple[str, str]:
        """Turn a context, which is a pattern, into where to start and a path from there."""
        if "|" in context:
            raise HarnessError(
                f"the context {context} is a union, which is not evaluated: write a rule for each"
            )
        if context.startswith("/"):
            return ".", context
        first = next((name for name in self._places if context.split("/")[0].split("[")[0] == name), None)
        if first is None:
            return ".", f"//{context}"
        rest = context.removeprefix(first)
        if rest.startswith("//"):
            return self._places[first], f".{rest}"
        return self._places[first], rest.removeprefix("/") if rest.startswith("/") else f"self::*{rest}"

    def _assert(self, node: Any, file: Path) -> _Assert:
        rule, level, source, test = (str(node.get(name, "")) for name in ("id", "role", "see", "test"))
        if not (rule and source and test) or level not in ("error", "warning"):
            raise HarnessError(f"{file.name}:{node.sourceline}: an assert needs id, role, see and test")
        parts: list[str | _Value] = [node.text or ""]
        for inner in node:
            select = inner.get("select")
            between = '", "' if str(parts[-1]).endswith('"') else ", "
            value = _Value(self._compiled(f"string({select})"), self._compiled(select), between)
            parts += [value, inner.tail or ""]
        subject = self._compiled(str(node.get("subject"))) if node.get("subject") else None
        return _Assert(rule, level, source, test, tuple(parts), subject)

    def _by_place(self, contexts: dict[tuple[str, str], list[_Assert]]) -> list[_Place]:
        places: dict[str, dict[str, list[_Assert]]] = {}
        for (start, path), asserts in contexts.items():
            places.setdefault(start, {})[path] = asserts
        return [self._place(start, below) for start, below in places.items()]

    def _place(self, start: str, below: dict[str, list[_Assert]]) -> _Place:
        # in parentheses, for libxml2 takes `//` in one step only where no predicate follows
        broken = [
            f"({path})[not({' and '.join(f'({held.test})' for held in asserts)})]"
            for path, asserts in below.items()
        ]
        rules = tuple(
            _Rule(self._compiled(path), self._flags([held.test for held in asserts]), tuple(asserts))
            for path, asserts in below.items()
        )
        return _Place(self._compiled(start), self._flags(broken), rules)

    def _flags(self, expressions: list[str]) -> Any:
        """Compile expressions into one, a text of a 1 for each that is true, and a 0 for each that is not."""
        return self._compiled(
            f"concat('', {', '.join(f'number(boolean({expression}))' for expression in expressions)})"
        )

    def _compiled(self, expression: str) -> Any:
        # lxml registers prefixes, and the functions of EXSLT's regular expressions, anew at each evaluation
        used = {prefix: uri for prefix, uri in self._namespaces.items() if f"{prefix}:" in expression}
        return etree.XPath(expression, namespaces=used, regexp=False, smart_strings=False)


_text: Any = etree.XPath("string()", regexp=False, smart_strings=False)
