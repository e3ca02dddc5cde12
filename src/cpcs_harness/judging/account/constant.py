"""Texts that stand in the messages of one kind whoever the patient is: letterheads, disclaimers, set phrases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from cpcs_harness.formats.mail import read_mail
from cpcs_harness.judging.account.entry import Entry
from cpcs_harness.judging.account.subject import Subject
from cpcs_harness.judging.account.values import leaves
from cpcs_harness.judging.views.exchange import ExchangeView

PATIENTS = 2
"""Patients of whom a text is told, at least: what one message says may be about its patient."""
MOST = 0.9
"""Share of the patients of a kind to whom a text is the same: one odd message hides no letterhead."""
TEXTS = 2_000
"""Texts that are read of one message at most."""
HELD = 200
"""Texts of one kind that are given at most."""
LENGTH = 300
"""Characters of a text that are held and shown."""
_WORDS = re.compile(r"[^\W\d_]+[^\w]*\s[\W]*[^\W\d_]+")
"""Two words beside each other: codes, addresses and numbers have none."""


@dataclass(frozen=True)
class Constant:
    """A text of the messages of one kind that is the same for nearly all patients."""

    kind: str
    text: str
    patients: int
    """In the messages about how many patients it stands."""
    of: int
    """About how many patients there are messages of the kind."""


def constants(entries: Iterable[Entry]) -> Iterator[Constant]:
    """Give the texts that are the same for nearly all patients of a kind of message, and for two at least."""
    people: dict[str, set[Subject]] = defaultdict(set)
    told: dict[str, dict[str, set[Subject]]] = defaultdict(lambda: defaultdict(set))
    read: dict[tuple[str | None, bytes], list[str]] = {}
    """Many messages say the same."""
    for entry in entries:
        if entry.people:
            kind = kind_of(entry)
            people[kind].update(entry.people)
            said = entry.call.request.header("content-type"), entry.call.request.body
            if said not in read:
                read[said] = list(texts_of(entry.call))
            for text in read[said]:
                told[kind][text].update(entry.people)
    for kind in sorted(told):
        of = len(people[kind])
        least = max(PATIENTS, MOST * of)
        same = ((text, len(patients)) for text, patients in told[kind].items() if len(patients) >= least)
        for text, patients in islice(same, HELD):
            yield Constant(kind, text, patients, of)


def kind_of(entry: Entry) -> str:
    """Name the kind of message: the channel, what it is for, and the workflow where it has one."""
    workflow = entry.call.request.header("mex-workflowid")
    return f"{entry.channel} ({entry.purpose})" + (f", {workflow[:80]}" if workflow else "")


def texts_of(call: ExchangeView) -> Iterator[str]:
    """Give each text of more than one word in a call's body: lines of an e-mail, values of JSON, what XML says."""
    for number, text in enumerate(_all(call)):
        if number >= TEXTS:
            return
        said = " ".join(text[: 2 * LENGTH].split())[:LENGTH]
        if _has_words(said):
            yield said


@lru_cache(20_000)
def _has_words(said: str) -> bool:
    """Say whether a text has more than one word: most are codes and set phrases, which stand in many messages."""
    return bool(_WORDS.search(said))


def _all(call: ExchangeView) -> Iterator[str]:
    request = call.request
    if request.header("content-type") == "message/rfc822":
        mail = read_mail(request.body)
        yield mail.subject
        yield from mail.text.splitlines()
    elif request.body:
        yield from leaves(request.json)
        for node in request.xml.iter() if request.json is None and request.xml is not None else ():
            yield from filter(None, (node.text, node.tail, *map(str, node.attrib.values())))
