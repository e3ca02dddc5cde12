"""Records: dataclasses that are written as plain JSON, and read back by the types of their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Union, cast, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")
_LEFT_OUT = "left out where it is None"
_UNWRITTEN = "never written"
_PLAIN = frozenset({str, int, float, bool, NoneType})
_WRITTEN_AS: dict[Any, type] = {str: str, tuple: list, Mapping: Mapping}
"""What JSON has where these are due; other types are not held against what was written."""


class Record:
    """A dataclass that knows both ways itself; one that is written otherwise overrides them."""

    def as_json(self) -> dict[str, Any]:
        """Give what is written."""
        return cast("dict[str, Any]", as_json(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what was written; raises ValueError, naming the key, for what is no such record."""
        return cast("Self", from_json(cast("type[DataclassInstance]", cls), data))


def left_out() -> Any:
    """Give a field that is not written where it is None."""
    return field(default=None, metadata={_LEFT_OUT: True})


def unwritten(default: Any) -> Any:
    """Give a field that is no part of what is written, nor of what makes two records equal."""
    return field(default=default, compare=False, metadata={_UNWRITTEN: True})


def as_json(value: Any) -> Any:
    """Give a record as objects, lists, texts and numbers, its fields in their order."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, (list, tuple)):
        return [inner if type(inner) in _PLAIN else as_json(inner) for inner in value]
    if (names := _names(kind)) is not None:
        left_out = _left_out(kind)
        return {
            name: inner if type(inner) in _PLAIN else as_json(inner)
            for name in names
            if (inner := getattr(value, name)) is not None or name not in left_out
        }
    if kind is dict or isinstance(value, Mapping):
        return {str(key): inner if type(inner) in _PLAIN else as_json(inner) for key, inner in value.items()}
    return str(value) if isinstance(value, StrEnum) else value


def is_plain(value: object) -> bool:
    """Say whether a record holds texts and numbers alone, so that nothing in it can be altered."""
    return _PLAIN.issuperset(map(type, vars(value).values()))


def from_json(kind: type[R], data: Mapping[str, Any]) -> R:
    """Make a record of an object; what it lacks is as its class says, and what its class does not know is left out.

    Raises ValueError, naming the key, for an object that lacks what its class has no default for, or has something
    else there.
    """
    found = {}
    for name, read, plain, is_due in _readers(kind):
        if name in data:
            value = data[name]
            found[name] = value if type(value) is plain else read(value, name)
        elif is_due:
            raise ValueError(f"{name} is missing")
    return kind(**found)


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    if not is_dataclass(kind):
        return None
    return tuple(due.name for due in fields(kind) if _UNWRITTEN not in due.metadata)


@cache
def _left_out(kind: type) -> frozenset[str]:
    return frozenset(due.name for due in fields(kind) if _LEFT_OUT in due.metadata)


Reader = Callable[[Any, str], Any]
"""Makes a field's value of what was written under a key."""


@cache
def _readers(kind: type[Any]) -> tuple[tuple[str, Reader, Any, bool], ...]:
    """Give each field of a class, how it is read, the type that is taken as it is, and whether the field is due.

    Types are looked at once a class.
    """
    hints = get_type_hints(kind)
    return tuple(
        (due.name, _reader(hints[due.name]), _plain(hints[due.name]), _is_due(due)) for due in fields(kind)
    )


def _plain(hint: Any) -> Any:
    """Give the plain type that a hint allows first: its values need no reading."""
    first = get_args(hint)[0] if get_origin(hint) in (Union, UnionType) else hint
    return first if first in _PLAIN else None


def _is_due(due: Field[Any]) -> bool:
    return due.init and due.default is MISSING and due.default_factory is MISSING


def _reader(hint: Any) -> Reader:
    inner = get_args(hint)
    if hint is Any:
        return _as_it_is
    if get_origin(hint) not in (Union, UnionType):
        return _not_null(hint, _checked(hint))
    read, may_be_null = _reader(next(kind for kind in inner if kind is not NoneType)), NoneType in inner
    return lambda value, key: None if value is None and may_be_null else read(value, key)


def _not_null(hint: Any, read: Reader) -> Reader:
    written_as = _WRITTEN_AS.get(get_origin(hint) or hint, object)

    def checked(value: Any, key: str) -> Any:
        if value is None:
            raise ValueError(f"{key} is null")
        if not isinstance(value, written_as):
            raise ValueError(f"{key} is {type(value).__name__}, where {hint} is due")
        return read(value, key)

    return checked


def _checked(hint: Any) -> Reader:
    """Give how a value is read that is not null, and is written as it should be."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple:
        member = _reader(inner[0])
        if inner[0] is str:
            return _texts(member)
        return (
            _pairs(member)
            if inner[0] == tuple[str, str]
            else lambda value, key: tuple([member(item, key) for item in value])
        )
    if origin is Mapping:
        member = _reader(inner[1])
        if member is _as_it_is:
            return lambda value, key: dict(value)
        return lambda value, key: {name: member(item, key) for name, item in value.items()}
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value, key: from_json(hint, value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return lambda value, key: hint(value)
    return _as_it_is


def _texts(member: Reader) -> Reader:
    """Give how many texts are read: at once, where each is one, as they mostly are."""

    def read(value: Any, key: str) -> tuple[Any, ...]:
        if _ONE_TEXT.issuperset(map(type, value)):
            return tuple(value)
        return tuple([member(item, key) for item in value])

    return read


def _pairs(member: Reader) -> Reader:
    """Give how pairs of texts are read, such as headers: at once, where each is one."""

    def read(value: Any, key: str) -> tuple[Any, ...]:
        if all(type(item) is list and _ONE_TEXT.issuperset(map(type, item)) for item in value):
            return tuple(map(tuple, value))
        return tuple([member(item, key) for item in value])

    return read


_ONE_TEXT = frozenset({str})


def _as_it_is(value: Any, _key: str) -> Any:
    return value
