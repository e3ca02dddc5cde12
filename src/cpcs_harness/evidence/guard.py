"""Keeps the NHS numbers of real people out of the evidence.

Numbers are looked for where they live (an identifier's system or OID, a path, a query, a labelled text),
never in any ten digits. Allowed are 900 000 0000 to 999 999 9999, which are not issued to people, and the
test numbers that national services publish.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from cpcs_harness.evidence.json_text import json_text
from cpcs_harness.evidence.slices import by_number, decoded, overlapping
from cpcs_harness.people import nhs_number

PUBLISHED_TEST_NUMBERS = frozenset(
    {
        "5900056597",
        "5900046192",
        "5900057208",
        "5900059073",
        "5900059332",
        "5900020584",
        "5900033104",
        "5900033333",
        "5900035697",
        "5900053636",
        "5900054586",
        "5328023641",
        "5069635395",
        "5502481484",
        "5667541432",
        "5689174815",
        "5900021459",
        "5900022366",
        "5900026086",
        "5900026191",
        "5900030741",
        "5900031160",
        "5900034372",
        "5900036863",
    }
)
"""Named in the public PDS sandbox, outside the unissued range."""

MASK = "[NHS number masked]"
_DIGITS = r"(\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)"
_TEN = re.compile(_DIGITS)
_WRITTEN = r"(\d(?:(?<!\d\d)|(?<=%[0-9A-Fa-f]{2}\d))\d{2}[ -]?\d{3}[ -]?\d{4})(?!\d)"
"""What stands before the number is looked at after its first digit: so the text is gone through in compiled code."""
_NUMBER, _NUMBER_OF_ASCII = re.compile(_WRITTEN), re.compile(_WRITTEN.encode())
_ASCII = bytes(range(128))
_SHAPES = bytes(ord("0" if code in b"0123456789" else "-" if code in b" -" else "x") for code in range(256))
_NINE = ord("9")
_FORMS = tuple(f"000{first}000{second}0000".encode() for first in ("", "-") for second in ("", "-"))
"""Ten digits as they may be written."""
_AFTER = (b"-", b"x")
"""What may come after them."""
_PLACES = tuple(
    re.compile(pattern.replace("#", _DIGITS), re.IGNORECASE)
    for pattern in (
        r"/Patient/#",
        r"nhs-?_?number\W{0,3}(?:value)?\W{0,12}#",
        r"Id(?:/|%2F)nhs-number(?:%[0-9A-F]{2}|\W){1,20}(?:value\W{1,8})?#",
        r"nhs number[^0-9<]{0,20}#",
        r'root="2\.16\.840\.1\.113883\.2\.1\.4\.1"\s+extension="#',
        r'extension="#"\s+root="2\.16\.840\.1\.113883\.2\.1\.4\.1"',
        r"GPPROVIDER_#",
    )
)


_ESCAPE = "\\u"
"""Stands before digits in JSON, which may then seem to go on in a number behind them."""


class Guard:
    """Masks numbers that may be a real person's, and tells whoever asked to be told."""

    def __init__(self, on_finding: Callable[[str | None], None] | None = None) -> None:
        self.on_finding = on_finding or (lambda _journey: None)
        self.findings: list[str | None] = []
        self._lock = threading.Lock()

    def screen(self, body: bytes, journey: str | None) -> bytes:
        """Give a body with every number that may be real masked."""
        text = decoded(body, "surrogateescape")
        screened = self._mask(text, journey)
        return body if screened == text else screened.encode("utf-8", "surrogateescape")

    def is_clean(self, texts: Iterable[str]) -> bool:
        """Say whether no text holds ten digits that may be a real number, wherever they stand: most do not."""
        return not any(_has_number(part) for part in by_number("\0".join(texts)))

    def screen_event(self, data: dict[str, Any], journey: str | None) -> dict[str, Any]:
        """Give an event's data with every number that may be real masked, in texts and under names that say so."""
        text = json_text(data)
        numbers = None if _ESCAPE in text else {found for part in by_number(text) for found in _numbers(part)}
        screened: dict[str, Any] = (
            data if numbers == set() else self.screen_data(data, journey, numbers=numbers)
        )
        return screened

    def screen_data(
        self, value: Any, journey: str | None, label: str = "", numbers: Collection[str] | None = None
    ) -> Any:
        """Give plain data with every number that may be real masked, in texts and under names that say NHS number.

        Where it is known which `numbers` there are, as they are written, what is without them is not looked into.
        """
        if isinstance(value, Mapping):
            return {key: self.screen_data(inner, journey, str(key), numbers) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [
                inner
                if numbers is not None and _is_without(inner, numbers)
                else self.screen_data(inner, journey, label, numbers)
                for inner in value
            ]
        if not isinstance(value, (str, int)):
            return value
        if numbers is not None and not any(number in str(value) for number in numbers):
            return value
        labelled = f"{label}: {value}"
        masked = self._mask(labelled, journey)
        return value if masked == labelled else masked.removeprefix(f"{label}: ")

    def tell(self, journey: str | None) -> None:
        """Tell that a number that may be real was found, here or by a guard of another process."""
        with self._lock:
            self.findings.append(journey)
        self.on_finding(journey)

    def _mask(self, text: str, journey: str | None) -> str:
        # Most texts hold no such number anywhere, so that where it stands need not be looked at.
        if not any(_has_number(part) for part in by_number(text)):
            return text
        written = {found for part in overlapping(text) for place in _PLACES for found in place.findall(part)}
        real = {_bare(found) for found in written if _may_be_real(found)}
        if not real:
            return text
        for _ in real:
            self.tell(journey)
        return _NUMBER.sub(lambda found: MASK if _bare(found[1]) in real else found[0], text)


def _is_without(value: Any, numbers: Collection[str]) -> bool:
    """Say whether none of some numbers stands in a value: written at once it is looked through the soonest."""
    text = json_text(value)
    return not any(number in text for number in numbers)


def _has_number(text: str) -> bool:
    """Say whether a number that may be real stands in a text."""
    return any(True for _ in _numbers(text))


def _numbers(text: str) -> Iterator[str]:
    """Give the numbers in a text that may be real, as they are written."""
    content = text.encode("utf-8", "surrogatepass")
    if not text.isascii() and _has_other_digits(content):
        return filter(_may_be_real, _NUMBER.findall(text) if _TEN.search(text) else ())
    # What begins with a nine was never issued: nearly all numbers of a run, which need not be looked at further.
    found = (_NUMBER_OF_ASCII.match(content, at) for at in _tens(content) if content[at] != _NINE)
    return filter(_may_be_real, (match[1].decode("ascii") for match in found if match))


def _has_other_digits(content: bytes) -> bool:
    """Say whether a text that is not all ASCII has digits of other scripts."""
    others = content.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return any(letter.isdecimal() for letter in set(others))


def _tens(content: bytes) -> Iterator[int]:
    """Give where ten digits stand: substrings of bytes are found much sooner than expressions."""
    shape = content.translate(_SHAPES) + b"x"
    for form in (digits + after for digits in _FORMS if digits in shape for after in _AFTER):
        at = shape.find(form)
        while at >= 0:
            yield at
            at = shape.find(form, at + 1)


def _bare(written: str) -> str:
    return re.sub(r"\D", "", written)


@lru_cache(65536)
def _may_be_real(written: str) -> bool:
    number = _bare(written)
    return (
        nhs_number.is_valid(number)
        and not nhs_number.is_synthetic(number)
        and number not in PUBLISHED_TEST_NUMBERS
        and len(set(number)) > 1
    )
