"""Which loops of checks can come to what is not shown of one thing before they look at the next, by whatever helper."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cpcs_harness.judging.views import EvidenceView, ExchangeView, JourneyView, ObservationView

Function = ast.FunctionDef
Test = Callable[[ast.AST], bool]

JOURNEYS = ("each", "journeys")
"""What gives journeys, which the plugin has judged each by itself where all together do not show enough."""
ASKED_FOR = ("exchanges", "sent", "observations", "observation", "attempts")
"""What of a journey is NotShown where it is not there, unless `at_least=0`."""
OF_THE_HARNESS = ("issued_to", "issued", "held")
"""Helpers that miss what a journey did not come to, and so neither came to for anybody later."""
OF_VIEWS = {name for view in (EvidenceView, JourneyView, ExchangeView, ObservationView) for name in dir(view)}


@dataclass
class Module:
    """One file of checks or of their helpers: its functions by name, and what it imports of the others."""

    path: Path
    tree: ast.Module
    functions: dict[str, Function] = field(default_factory=dict)
    methods: dict[str, Function] = field(default_factory=dict)
    imported: dict[str, tuple[Path, str]] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path, source: str) -> "Module":
        found = cls(path, ast.parse(source))
        for node in found.tree.body:
            if isinstance(node, ast.FunctionDef):
                found.functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                found.methods |= {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
            elif isinstance(node, ast.ImportFrom) and node.level:
                found.take(node)
        return found

    def take(self, node: ast.ImportFrom) -> None:
        """Note where the names of an import of another of these files are defined."""
        at = self.path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
        file = at.with_suffix(".py") if at.with_suffix(".py").is_file() else at / "__init__.py"
        for name in node.names:
            if (inner := at / f"{name.name}.py").is_file():
                self.files[name.asname or name.name] = inner
            else:
                self.imported[name.asname or name.name] = (file, name.name)

    @cached_property
    def called(self) -> set[ast.AST]:
        """What is called, and so is no property."""
        return {node.func for node in ast.walk(self.tree) if isinstance(node, ast.Call)}


class Checks:
    """All files of checks, read together."""

    def __init__(self, sources: dict[Path, str]) -> None:
        self.modules = {path: Module.of(path, source) for path, source in sources.items()}

    def hiding(self, path: Path) -> list[int]:
        """Give the lines of loops that stop at what is not shown of one thing, and judge or hand on each."""
        here = self.modules[path]
        return [
            loop.lineno
            for loop in ast.walk(here.tree)
            if isinstance(loop, ast.For)
            and not goes_through_journeys(loop)
            and self.reaches(here, apart_left_out(loop), stops, self.stopping)
            and (self.reaches(here, all_of(loop.body), fails, self.failing) or yields(loop))
        ]

    def gathering(self, path: Path) -> list[tuple[str, int]]:
        """Give the functions that judge, and gather in a comprehension what one thing may not show; with lines."""
        here = self.modules[path]
        return [
            (function.name, node.lineno)
            for function in (*here.functions.values(), *here.methods.values())
            if self.reaches(here, ast.walk(function), fails, self.failing)
            for node in ast.walk(function)
            if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp)
            and self.reaches(here, of_each(node), stops, self.stopping)
        ]

    def reaches(
        self, here: Module, nodes: Iterable[ast.AST], by_itself: Test, functions: set[Function]
    ) -> bool:
        return any(by_itself(node) or self.calls(here, node, functions) for node in nodes)

    @cached_property
    def stopping(self) -> set[Function]:
        """Functions that may raise NotShown."""
        return self.closure(stops) - {node for _, node in self.every if node.name in OF_THE_HARNESS}

    @cached_property
    def failing(self) -> set[Function]:
        """Functions that may raise NotMet."""
        return self.closure(fails)

    def closure(self, by_itself: Test) -> set[Function]:
        """Give the functions of which something is true by itself, and those that call one of these."""
        known = [(here, node) for here, node in self.every if node.name not in OF_THE_HARNESS]
        found = {node for _, node in known if any(map(by_itself, ast.walk(node)))}
        while more := {
            node for here, node in known if node not in found and self.calls_any(here, node, found)
        }:
            found |= more
        return found

    @cached_property
    def every(self) -> list[tuple[Module, Function]]:
        """All functions and methods, each with its file."""
        return [
            (here, node)
            for here in self.modules.values()
            for node in (*here.functions.values(), *here.methods.values())
        ]

    def calls_any(self, here: Module, within: ast.AST, functions: set[Function]) -> bool:
        return any(self.calls(here, node, functions) for node in ast.walk(within))

    def calls(self, here: Module, node: ast.AST, functions: set[Function]) -> bool:
        return any(called in functions for called in self.meant(here, node)) and not none_is_enough(node)

    def meant(self, here: Module, node: ast.AST) -> Iterator[Function]:
        """Give what a call or an attribute may stand for: a function, a method, or a property."""
        if isinstance(node, ast.Attribute) and node not in here.called:
            yield from filter(is_property, self.methods(here, node.attr))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from self.function(here.path, node.func.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            file = here.files.get(of.id) if isinstance(of, ast.Name) else None
            yield from self.function(file, node.func.attr) if file else self.methods(here, node.func.attr)

    def function(self, path: Path, name: str) -> Iterator[Function]:
        here = self.modules.get(path)
        if here is not None and name in here.functions:
            yield here.functions[name]
        elif here is not None and name in here.imported:
            yield from self.function(*here.imported[name])

    def methods(self, here: Module, name: str) -> list[Function]:
        """Give the methods of that name of a file and of those that it imports: any of them may be meant."""
        near = [] if name in OF_VIEWS else [self.modules[path] for path in self.near[here.path]]
        return [found.methods[name] for found in near if name in found.methods]

    @cached_property
    def near(self) -> dict[Path, set[Path]]:
        """Each file with those that it imports, and those that these import."""
        near = {
            path: {path, *here.files.values(), *(at for at, _ in here.imported.values())} & set(self.modules)
            for path, here in self.modules.items()
        }
        while (wider := {path: set().union(*map(near.get, found)) for path, found in near.items()}) != near:
            near = wider
        return near


def all_of(body: list[ast.stmt]) -> Iterator[ast.AST]:
    return (node for statement in body for node in ast.walk(statement))


def of_each(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> Iterator[ast.AST]:
    """Go through what a comprehension does for each of its things: journeys left out, as with loops."""
    made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    first = next((n for n, one in enumerate(node.generators) if not goes_through_journeys(one)), None)
    if first is None:
        return
    tests = [test for one in node.generators[first:] for test in one.ifs]
    for part in (*made, *tests, *(one.iter for one in node.generators[first + 1 :])):
        yield from ast.walk(part)


def apart_left_out(loop: ast.For) -> Iterator[ast.AST]:
    """Go through all that is in a loop, but for what is looked at `with apart`: apart of this loop, not of an inner."""
    inner = {
        name.id for node in all_of(loop.body) if isinstance(node, ast.For) for name in names_in(node.target)
    }
    return _left_out(loop.body, inner)


def _left_out(nodes: Iterable[ast.AST], inner: set[str]) -> Iterator[ast.AST]:
    for node in nodes:
        by = [item.context_expr for item in node.items] if isinstance(node, ast.With) else []
        if not (by and all(isinstance(one, ast.Name) and one.id not in inner for one in by)):
            yield node
            yield from _left_out(ast.iter_child_nodes(node), inner)


def names_in(node: ast.AST) -> list[ast.Name]:
    return [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]


def stops(node: ast.AST) -> bool:
    return raises(node, "NotShown") or (is_asked_for(node) and not none_is_enough(node))


def fails(node: ast.AST) -> bool:
    expects = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("expect")
    )
    return expects or raises(node, "NotMet")


def raises(node: ast.AST, what: str) -> bool:
    return isinstance(node, ast.Raise) and what in (name.id for name in names_in(node))


def is_asked_for(node: ast.AST) -> bool:
    """Say whether something of a journey is asked for."""
    of = node.func if isinstance(node, ast.Call) else None
    return (
        isinstance(of, ast.Attribute)
        and of.attr in ASKED_FOR
        and (ast.unparse(of.value) + ".").endswith("journey.")
    )


def none_is_enough(node: ast.AST) -> bool:
    """Say whether a call goes on without what it asks for; a number that is handed on is judged where it is given."""
    given = [word.value for word in getattr(node, "keywords", ()) if word.arg == "at_least"]
    return any(isinstance(least, ast.Name) or getattr(least, "value", None) == 0 for least in given)


def is_property(node: Function) -> bool:
    return any(getattr(by, "id", "") in ("property", "cached_property") for by in node.decorator_list)


def goes_through_journeys(loop: ast.For | ast.comprehension) -> bool:
    over = loop.iter.func if isinstance(loop.iter, ast.Call) else loop.iter
    return isinstance(over, ast.Attribute) and over.attr in JOURNEYS


def yields(loop: ast.For) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(loop))
