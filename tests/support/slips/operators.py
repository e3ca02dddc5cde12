"""The operators, fixed beforehand: what can be written otherwise at a node of a file's syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

Put = tuple[ast.AST, str] | tuple[ast.AST, str, ast.AST]
"""A node, and what is written in its place; and what stands where the slip is, where that is a part of the node."""
Operator = Callable[[ast.AST], Iterator[Put]]

UNITS = {"weeks": "days", "days": "hours", "hours": "minutes", "minutes": "seconds", "seconds": "minutes"}
ZONES = {"london()": "UTC", "UTC": "london()"}
PARTIES = (
    *(("sender", "recipient"), ("patient", "pharmacist"), ("patient", "practice"), ("pharmacy", "practice")),
    *(("source", "destination"), ("author", "custodian"), ("given", "family"), ("first", "last")),
    *(
        ("reported_patient", "adopted_patient"),
        ("message_id", "document_id"),
        ("ods", "name"),
        ("home", "work"),
    ),
    *(
        ("received", "sent"),
        ("issued", "received"),
        ("opened", "completed"),
        ("start", "end"),
        ("code", "display"),
    ),
    *(("previous", "current"), ("ods", "id"), ("address", "postcode"), ("nhs_number", "date_of_birth")),
)
"""Names that stand for one party, thing or moment, and for the other."""
OTHER = {name: other for pair in PARTIES for name, other in (pair, pair[::-1])}
ORDERS = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "=="}


def written(node: ast.AST) -> str:
    """Write a node as source, in brackets where it may need them."""
    text = ast.unparse(node)
    simple = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Constant | ast.Subscript)
    return text if simple else f"({text})"


def left_out(node: ast.AST) -> Iterator[Put]:
    """Leave out a call, an assignment, an argument, an entry, an item."""
    match node:
        case ast.Expr(value=ast.Call() | ast.Await()):
            yield node, "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.AugAssign():
            yield node, "pass"
        case ast.Call(keywords=[*keywords]):
            for each in keywords:
                others = [keyword for keyword in keywords if keyword is not each]
                yield node, ast.unparse(ast.Call(node.func, node.args, others)), each
        case ast.Dict(keys=keys, values=values) if len(keys) > 1:
            for place in range(len(keys)):
                kept = [*keys[:place], *keys[place + 1 :]], [*values[:place], *values[place + 1 :]]
                yield node, ast.unparse(ast.Dict(*kept)), values[place]
        case ast.List(elts=[_, _, *_] as items):
            for place in range(len(items)):
                yield (
                    node,
                    ast.unparse(ast.List([*items[:place], *items[place + 1 :]], ast.Load())),
                    items[place],
                )


def swapped(node: ast.AST) -> Iterator[Put]:
    """Put two arguments, operands or branches in each other's place."""
    match node:
        case ast.Call(args=[one, other, *rest]) if not any(
            isinstance(arg, ast.Starred) for arg in (one, other)
        ):
            yield node, ast.unparse(ast.Call(node.func, [other, one, *rest], node.keywords))
        case ast.BinOp(op=ast.Sub() | ast.Add()):
            yield (
                node,
                f"{written(node.right)} {'-' if isinstance(node.op, ast.Sub) else '+'} {written(node.left)}",
            )
        case ast.IfExp():
            yield node, f"{written(node.orelse)} if {written(node.test)} else {written(node.body)}"


def first_of_several(node: ast.AST) -> Iterator[Put]:
    """Go through the first of several alone, or take the last for the first."""
    match node:
        case ast.For() | ast.comprehension(is_async=0):
            yield node.iter, f"list({ast.unparse(node.iter)})[:1]"
        case ast.Subscript(slice=ast.Constant(value=0), ctx=ast.Load()):
            yield node, f"{written(node.value)}[-1]"
        case ast.Subscript(slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)), ctx=ast.Load()):
            yield node, f"{written(node.value)}[0]"


def off_by_one(node: ast.AST) -> Iterator[Put]:
    """Count one too many, or include the limit."""
    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            yield node, str(number + 1)
        case ast.Compare(ops=[one], comparators=[other]) if type(one) in ORDERS:
            yield node, f"{written(node.left)} {ORDERS[type(one)]} {written(other)}"


def wrong_unit(node: ast.AST) -> Iterator[Put]:
    """Reckon a time in another unit."""
    if isinstance(node, ast.keyword) and node.arg in UNITS:
        yield node, f"{UNITS[node.arg]}={ast.unparse(node.value)}"


def wrong_zone(node: ast.AST) -> Iterator[Put]:
    """Take the other zone, or leave a time in the one that it has."""
    if isinstance(node, ast.Call | ast.Name) and ast.unparse(node) in ZONES:
        yield node, ZONES[ast.unparse(node)]
    match node:
        case ast.Call(func=ast.Attribute(attr="astimezone", value=value)):
            yield node, written(value)


def stale(node: ast.AST) -> Iterator[Put]:
    """Keep what was there before."""
    match node:
        case ast.Assign(targets=[ast.Attribute() as kept], value=value):
            yield (
                node,
                f"{ast.unparse(kept)} = getattr({written(kept.value)}, {kept.attr!r}, None) or {written(value)}",
            )
        case ast.Assign(targets=[ast.Subscript() as kept], value=value) if not isinstance(
            kept.slice, ast.Slice
        ):
            yield node, f"{written(kept.value)}.setdefault({ast.unparse(kept.slice)}, {ast.unparse(value)})"


def wrong_party(node: ast.AST) -> Iterator[Put]:
    """Take the other of two."""
    match node:
        case ast.Attribute(attr=name, value=value, ctx=ast.Load()) if name in OTHER:
            yield node, f"{written(value)}.{OTHER[name]}"


def condition_negated(node: ast.AST) -> Iterator[Put]:
    """Do it where it is not to be done, or take one of two conditions for both."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test):
            yield test, f"not {written(test)}"
        case ast.comprehension(ifs=[*tests]):
            for test in tests:
                yield test, f"not {written(test)}"
        case ast.BoolOp(values=values):
            other = " or " if isinstance(node.op, ast.And) else " and "
            yield node, f"({other.join(written(value) for value in values)})"
            for each in values:
                yield node, written(each)


def misspelt(node: ast.AST) -> Iterator[Put]:
    """Write a word otherwise, without its last letter; sentences are for people, who may be told so or otherwise."""
    if (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(node.value.split()) == 1
        and node.value[1:]
    ):
        yield node, repr(node.value[:-1])


OPERATORS: dict[str, Operator] = {
    "left out": left_out,
    "swapped": swapped,
    "first of several": first_of_several,
    "off by one": off_by_one,
    "wrong unit": wrong_unit,
    "wrong zone": wrong_zone,
    "stale": stale,
    "wrong party": wrong_party,
    "condition negated": condition_negated,
    "misspelt": misspelt,
}
