"""Writes the reference service anew so that outcomes of its conditions are noted, and says what can come of each."""

from __future__ import annotations

import ast
import shutil
from dataclasses import dataclass
from pathlib import Path

from slips.places import NOT_OF_THE_SYSTEM, PACKAGE

NOTED = "_noted"
"""Under which the reference has the module that notes."""
LONGEST = 160
"""Characters of a condition that are shown."""
TRUTH, ORDER = ("true", "false"), (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@dataclass(frozen=True)
class Place:
    """A condition in a file: what it says, what it is part of, and what is to come of it at some time."""

    file: str
    line: int
    text: str
    due: tuple[str, ...]
    within: str = ""


def write(root: Path, target: Path) -> list[Place]:
    """Write the reference below a folder into another one; gives its places, by their numbers."""
    shutil.copytree(root / PACKAGE, target / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(Path(__file__).with_name("noted.py"), target / PACKAGE / f"{NOTED}.py")
    places: list[Place] = []
    for path in sorted((root / PACKAGE).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(NOT_OF_THE_SYSTEM):
            (target / name).write_text(
                asked(name, path.read_text(encoding="utf-8"), places), encoding="utf-8"
            )
    return places


def asked(name: str, source: str, places: list[Place]) -> str:
    """Give a file's text with its conditions noted; adds its places to those that there are."""
    tree = Asking(name, places).visit(ast.parse(source))
    before = [
        at
        for at, node in enumerate(tree.body)
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]
    at = before[-1] + 1 if before else 1 if ast.get_docstring(tree) is not None else 0
    tree.body.insert(at, ast.ImportFrom(PACKAGE, [ast.alias(NOTED)], 0))
    return ast.unparse(ast.fix_missing_locations(tree))


class Asking(ast.NodeTransformer):
    """Puts a note around each condition of one file."""

    def __init__(self, file: str, places: list[Place]) -> None:
        self.file, self.places = file, places

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        whole = _said(node)
        node.values = [self._operand(value, whole) for value in node.values]
        return node

    def _operand(self, value: ast.expr, whole: str) -> ast.expr:
        place = self._place(value, _said(value), TRUTH, whole)
        return _call("truth", place, self.visit(value))

    def _test(self, test: ast.expr) -> ast.expr:
        """Note a condition; of several that are joined each is noted by itself."""
        if isinstance(test, ast.BoolOp):
            return self.visit_BoolOp(test)
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test.operand = self._test(test.operand)
            return test
        return _call("truth", self._place(test, _said(test), TRUTH), self.visit(test))

    def visit_If(self, node: ast.If) -> ast.AST:
        return self._tested(node)

    def visit_While(self, node: ast.While) -> ast.AST:
        return self._tested(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return self._tested(node)

    def _tested(self, node: ast.If | ast.While | ast.IfExp) -> ast.AST:
        test, node.test = self._test(node.test), ast.Constant(None)
        self.generic_visit(node)
        node.test = test
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        place = self._place(node, _said(node.iter), ("none", "two"))
        self.generic_visit(node)
        node.iter = _call("count", place, node.iter)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        place = self._place(node.iter, _said(node.iter), ("two",))
        ifs, node.ifs = [self._test(test) for test in node.ifs], []
        self.generic_visit(node)
        node.iter, node.ifs = _call("count", place, node.iter), ifs
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        place = self._place(node, _said(node), ("equal",)) if _is_by_order(node) else None
        self.generic_visit(node)
        if place is None:
            return node
        both = _call("equal", place, node.left, *node.comparators)
        compared = ast.Compare(ast.Name("left_", ast.Load()), node.ops, [ast.Name("right_", ast.Load())])
        names = ast.arguments([], [ast.arg("left_"), ast.arg("right_")], None, [], [], None, [])
        return ast.Call(ast.Lambda(names, compared), [ast.Starred(both, ast.Load())], [])

    def visit_Call(self, node: ast.Call) -> ast.AST:
        said, name = _said(node), _two_given(node)
        self.generic_visit(node)
        if name == "get" and isinstance(node.func, ast.Attribute):
            place = self._place(node, said, ("there", "missing"))
            return _call("there", place, node.func.value, *node.args)
        if name == "next" and isinstance(node.func, ast.Name):
            return _call("first", self._place(node, said, ("there", "none")), *node.args)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        place = self._place(node, _said(node.type) if node.type else "", ("raised",))
        self.generic_visit(node)
        node.body.insert(0, ast.Expr(_call("raised", place)))
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        return node  # defaults and annotations are made as a file is imported

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.value = self.visit(node.value) if node.value else None
        return node

    def _place(
        self, node: ast.expr | ast.stmt | ast.ExceptHandler, said: str, due: tuple[str, ...], within: str = ""
    ) -> int:
        self.places.append(Place(self.file, node.lineno, said, due, within))
        return len(self.places) - 1


def _call(name: str, place: int, *arguments: ast.expr) -> ast.Call:
    noted = ast.Attribute(ast.Name(NOTED, ast.Load()), name, ast.Load())
    return ast.Call(noted, [ast.Constant(place), *arguments], [])


def _said(node: ast.expr) -> str:
    return ast.unparse(node)[:LONGEST]


def _is_by_order(node: ast.Compare) -> bool:
    return len(node.ops) == 1 and isinstance(node.ops[0], ORDER)


def _two_given(node: ast.Call) -> str:
    """Name what is called with two values, and nothing by name."""
    if len(node.args) != 2 or node.keywords:
        return ""
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))
