"""The names of a person in a CDA document: which one a patient goes by, and what else they are called."""

from lxml import etree

from ...formats.cda_text import readable

_NS = {"h": "urn:hl7-org:v3"}
_LEGAL = "L"
_OTHERS = {"P": "known as", "A": "known as"}
"""HL7's uses of names that are not the one a person is registered by."""


def name_of(person: etree._Element | None) -> dict[str, str]:
    """The legal or usual name in its parts, and as one line; names without parts are kept as they stand.

    Where no name says that it is the legal one, that is the first which does not say to be another one.
    """
    names = _names(person)
    return _parts(names[0] if names else None)


def other_names(person: etree._Element | None) -> list[dict[str, str]]:
    """The names beside that one, each with what it is used for."""
    return [{"use": _use(element), "name": _parts(element)["name"]} for element in _names(person)[1:]]


def _names(person: etree._Element | None) -> list[etree._Element]:
    found = person.findall("h:name", _NS) if person is not None else []
    return sorted(filter(_says_something, found), key=_rank)


def _rank(element: etree._Element) -> int:
    uses = (element.get("use") or "").split()
    return 0 if _LEGAL in uses else 1 if not uses else 2


def _use(element: etree._Element) -> str:
    uses = (element.get("use") or "").split()
    return next((_OTHERS[use] for use in uses if use in _OTHERS), "also named")


def _says_something(element: etree._Element) -> bool:
    return bool(readable(element))


def _parts(element: etree._Element | None) -> dict[str, str]:
    parts = {part: _joined(element, part) for part in ("prefix", "given", "family", "suffix")}
    line = " ".join(part for part in parts.values() if part)
    return {
        "given": parts["given"],
        "family": parts["family"],
        "prefix": parts["prefix"],
        "name": line or readable(element),
    }


def _joined(element: etree._Element | None, part: str) -> str:
    found = element.findall(f"h:{part}", _NS) if element is not None else []
    return " ".join(filter(None, (readable(piece) for piece in found)))
