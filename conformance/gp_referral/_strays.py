"""What is shown of a practice's referral and does not stand in its message.

Source: none is public for what a screen adds; NHS England, DCB0129 (a screen that shows what nobody wrote misleads).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.formats.mail import read_mail
from cpcs_harness.judging import ExchangeView, Unseen, expect_none
from cpcs_harness.judging.in_words import in_words

from .._shared.text import dates, letters_and_digits
from ._referrals import MAIL, PracticeMessage, all_opened, expect_own_row

LABELS = {
    "address", "birth", "born", "callback", "code", "complaint", "date", "email", "family", "from", "full",
    "gender", "given", "history", "mail", "medicine", "mobile", "name", "nhs", "none", "not", "notes", "number",
    "ods", "patient", "phone", "postcode", "practice", "presenting", "problem", "reason", "received", "recorded",
    "reference", "referral", "referred", "referrer", "relevant", "role", "said", "sent", "service", "surgery",
    "tel", "telephone", "text", "the", "time", "urgent",
}  # fmt: skip
"""Words by which a screen says what it shows."""
SHORT = 2
"""Letters of a word that tells nobody anything."""
_TAG = re.compile(r"<[^<>]*?>")
_VALUE = re.compile(r'\bvalue="([^"]*)"')
MOST = 5


def stray_words(call: ExchangeView, shown: Mapping[str, Any]) -> list[str]:
    """Say what is shown as text, telephone, address or informant that the message has not, wherever it stands in it."""
    due, whole = call.read(_words_sent), call.read(_run_together)
    faults = []
    for place, said in _shown(shown):
        strange = [word for word in _words(said) if word not in due and not _is_part_of(whole, word)]
        if strange:
            faults.append(f"{place} with {in_words(strange[:MOST])}")
    return faults


def expect_nothing_beside(messages: Sequence[PracticeMessage]) -> None:
    """Raise NotMet where a referral is shown with what its message does not say, or a row of it as somebody else's."""
    unseen = Unseen()
    for message in messages:
        with unseen:
            for look in message.journey.observations("worklist"):
                for row in message.rows(look):
                    expect_own_row(message.referral, row, look)
    for message, seen in all_opened(messages):
        expect_none("thing shown that was not sent", stray_words(message.call, seen.shown), seen)
    unseen.tell()


def _shown(shown: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for section in shown.get("sections") or ():
        yield f"section {in_words(section.get('title'))}", section.get("text")
    patient = shown.get("patient") or {}
    for telephone in patient.get("telephones") or ():
        yield "the patient's telephones", telephone.get("number")
    for address in patient.get("addresses") or ():
        yield (
            "the patient's address",
            " ".join([*(address.get("lines") or ()), address.get("postcode") or ""]),
        )
    for other in (shown.get("informant"), *(shown.get("other_informants") or ())):
        yield "the informant", (other or {}).get("name")


def _words(text: object) -> Iterable[str]:
    words = (letters_and_digits(part) for part in re.split(r"[\s/,;:()\[\]-]+", str(text or "")))
    return (word for word in words if len(word) > SHORT and word not in LABELS)


def _is_part_of(whole: str, word: str) -> bool:
    """Say whether a number or a postcode stands in a message, though its blanks stand elsewhere."""
    return any(map(str.isdigit, word)) and word in whole


def _words_sent(call: ExchangeView) -> frozenset[str]:
    return frozenset(_words(call.read(_sent)))


def _run_together(call: ExchangeView) -> str:
    return letters_and_digits(call.read(_sent))


def _sent(call: ExchangeView) -> str:
    """Give a message's texts, and what they were written from, by which a wrong character set is seen through."""
    referral = call.facts["referral"]
    return (
        f"{_written(call)} {' '.join(dates(referral['person']['birth_date']))} {' '.join(_strings(referral))}"
    )


def _strings(held: object) -> Iterator[str]:
    if isinstance(held, Mapping):
        held = list(held.values())
    if isinstance(held, (list, tuple)):
        for inner in held:
            yield from _strings(inner)
    elif isinstance(held, str):
        yield held


def _written(call: ExchangeView) -> str:
    """Give all texts of a message, as a person reads them."""
    if (call.service, call.operation) == MAIL:
        mail = read_mail(call.request.body)
        return f"{mail.subject}\n{mail.sender}\n{mail.text}"
    written = call.request.body.decode("utf-8", "replace")
    return html.unescape(_TAG.sub(" ", f"{written} {' '.join(_VALUE.findall(written))}"))
