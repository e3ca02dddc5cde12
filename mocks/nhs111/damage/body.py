"""What can be wrong with the bytes of a report once it is written: no XML, odd encodings, hostile XML.

Source: the receiver cases of interface sheet nhs111-itk22, section 6.2 (R01, R02, R22 to R25).
"""

from __future__ import annotations

import json
from collections.abc import Callable

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Report

from ..envelope import SOAP

SOAP_1_2 = "http://www.w3.org/2003/05/soap-envelope"
DEPTH, ATTRIBUTES = 50_000, 20_000
ByteDamage = Callable[[bytes, Report], bytes]
_TEXT = b'mediaType="text/x-hl7-text+xml"'


def _latin_1(body: bytes, _report: Report) -> bytes:
    """Declare and use ISO 8859-1; a no-break blank makes the two encodings differ, and says nothing."""
    blank = _into_text(body, "\u00a0".encode()).decode()
    return blank.replace("encoding='UTF-8'", "encoding='ISO-8859-1'").encode("latin-1", "xmlcharrefreplace")


def _latin_1_by_media_type(body: bytes, report: Report) -> bytes:
    """Leave it to the media type to say that this is ISO 8859-1."""
    return _latin_1(body, report).replace(b" encoding='ISO-8859-1'", b"")


def _utf_16(body: bytes, _report: Report) -> bytes:
    return body.decode().replace("encoding='UTF-8'", "encoding='UTF-16'").encode("utf-16")


def _invalid_utf_8(body: bytes, _report: Report) -> bytes:
    return _into_text(body, b"\xff\xfe")


def _into_text(body: bytes, written: bytes, *, as_attributes: bool = False) -> bytes:
    """Write something into the first section's text, or among its attributes."""
    before, found, after = body.partition(_TEXT if as_attributes else _TEXT + b">")
    if not found:
        raise HarnessError("the report has no text, so it cannot be damaged there")
    return before + found + written + after


def _with_doctype(doctype: str, reference: str) -> ByteDamage:
    """Put a document type before the envelope, and a reference into a text; {document} is the report's id."""

    def damage(body: bytes, report: Report) -> bytes:
        declaration, _, rest = body.partition(b"?>")
        marked = doctype.replace("{document}", report.document_id)
        return declaration + b"?>" + marked.encode() + _into_text(rest, reference.encode())

    return damage


def _billion_laughs() -> ByteDamage:
    entities = ['<!ENTITY l0 "ha">']
    entities += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return _with_doctype(f"<!DOCTYPE s [{''.join(entities)}]>", "&l9;")


def _quadratic() -> ByteDamage:
    return _with_doctype(f'<!DOCTYPE s [<!ENTITY q "{"a" * 50_000}">]>', "&q;" * 5_000)


def _deep(body: bytes, _report: Report) -> bytes:
    return _into_text(body, b"<content>" * DEPTH + b"deep" + b"</content>" * DEPTH)


def _many_attributes(body: bytes, _report: Report) -> bytes:
    written = "".join(f' a{number}="1"' for number in range(ATTRIBUTES))
    return _into_text(body, written.encode(), as_attributes=True)


def byte_damages(canary: str) -> dict[str, ByteDamage]:
    """Give every damage of the bytes by its name; `canary` is an address that appears in hostile messages only.

    The report's id is in the paths, so that a visit there is known to be this report's doing.
    """
    here = f"{canary}/{{document}}"
    external = f'<!DOCTYPE s [<!ENTITY e SYSTEM "{here}/xxe-http">]>'
    parameter = f'<!DOCTYPE s [<!ENTITY % p SYSTEM "{here}/parameter-entity"> %p;]>'
    return {
        "not-xml": lambda _body, _report: b"This is a letter, and no message.",  # R01
        "truncated": lambda body, _report: body[: len(body) * 2 // 3],
        "empty": lambda _body, _report: b"",
        "soap-1.2": lambda body, _report: body.replace(SOAP.encode(), SOAP_1_2.encode()),  # R02
        "json": lambda _body, report: json.dumps({"patient": report.person.family}).encode(),  # R22
        "text-plain": lambda _body, report: f"Referral for {report.person.family}".encode(),
        "utf-16": _utf_16,  # R23
        "latin-1": _latin_1,
        "latin-1-by-media-type": _latin_1_by_media_type,
        "invalid-utf-8": _invalid_utf_8,
        "xxe-file": _with_doctype('<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),  # R24
        "xxe-http": _with_doctype(external, "&e;"),
        "parameter-entity": _with_doctype(parameter, "parameter"),
        "external-dtd": _with_doctype(f'<!DOCTYPE s SYSTEM "{here}/external-dtd">', "external"),
        "billion-laughs": _billion_laughs(),  # R25
        "quadratic": _quadratic(),
        "deep-nesting": _deep,
        "many-attributes": _many_attributes,
    }
