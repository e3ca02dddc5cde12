"""Turns the evidence into what a report shows of it: exchanges, observations, and who named them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from pydantic_core import to_json

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import HarnessError
from cpcs_harness.reporters.artefacts import facts_of, text_shown
from cpcs_harness.reporters.bodies import SHOWN, Body, lay_out
from cpcs_harness.reporters.text import number, visible

WHOLE = 1_000
"""Exchanges and observations up to which a report shows all of them; of a longer run, those that are named."""
ROOM = 2_000_000
"""Characters of all bodies together that a report shows, so that a browser can open it."""
ASIDE = 150
"""Characters of one header or fact of an exchange on which no failure rests: the message has what was planted in it."""
END = 12
"""Of them, characters of a header's end: tokens begin alike."""

PASSED = ("exchange", "observation", "artefact")
"""Kinds of events that a report shows one by one."""
INDENT = 2
_LAID_OUT = json.JSONEncoder(ensure_ascii=False, indent=INDENT)
"""Writes what pydantic_core does not, in the same form, in five times its time."""

PHRASES = {int(status): status.phrase for status in HTTPStatus}

SERVICES = {
    "pds": "Personal Demographics Service",
    "oauth": "the token service",
    "cis2": "Care Identity Service (CIS2)",
    "browser": "a person's browser, played",
    "dos": "Directory of Services",
    "mys": "Manage Your Service (NHSBSA)",
    "onward": "another pharmacy (FHIR, modelled)",
    "mesh": "MESH",
    "nhsmail": "NHSmail",
    "nhs111": "NHS 111",
    "nhs111online": "NHS 111 online",
    "nhs111fhir": "NHS 111 (FHIR, modelled)",
    "adaptor": "the 111 Adaptor",
    "gp_email": "GP practice (e-mail)",
    "gp_itk3": "GP practice (ITK3)",
    "canary": "an address that nobody is told",
    "eps": "prescription tracker",
    "eps_tracker": "prescription tracker (JSON)",
    "clinical_tracker": "prescription tracker (FHIR)",
    "scr": "Summary Care Record",
    "smsp": "Spine Mini Service",
}


class Evidence(Protocol):
    """What a reporter needs of the evidence's reader."""

    @property
    def events(self) -> Sequence[Mapping[str, Any]]:
        """Every event, in order."""

    def event(self, id: str) -> Mapping[str, Any]:
        """Give the event of this id."""

    def body(self, reference: Mapping[str, Any]) -> bytes:
        """Give a body, checked against its hash; `HarnessError` when it is missing or altered."""


@dataclass(frozen=True)
class Half:
    """A request or a response."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: Body | None


@dataclass(frozen=True)
class Shown:
    """One event as a report shows it; an exchange has two halves, an observation was asked and answered."""

    id: str
    kind: str
    title: str
    outcome: str
    at: str
    clock: str
    journey: str
    step: str
    data: Mapping[str, Any]
    halves: tuple[tuple[str, Half], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """What the service told of an exchange, laid out where it has parts."""
    named_by: tuple[tuple[str, str], ...] = ()
    """Requirement and criterion of each check that rests on it."""

    @property
    def size(self) -> int:
        """Give how many characters of bodies and texts it shows."""
        return sum(_length(half.body) for _, half in self.halves) + sum(len(text) for _, text in self.texts)

    @property
    def modelled(self) -> bool:
        """Whether the project made this answer up, openly."""
        return self.kind == "exchange" and self.data.get("certainty") == "modelled"


@dataclass(frozen=True)
class Gallery:
    """What a report shows of the evidence."""

    shown: Mapping[str, Shown]
    """By id, in the order in which it happened."""
    missing: tuple[str, ...]
    """What the verdicts name and the evidence lacks."""
    left_out: int
    """Exchanges and observations that are neither shown nor named."""

    @property
    def of_the_run(self) -> list[Shown]:
        """Give the calls that belong to the run as a whole: tokens, polls, handshakes."""
        return [event for event in self.shown.values() if event.journey == "run"]


def event_id(event: Mapping[str, Any]) -> str:
    """Name an event as messages do: `e12`, `o14`."""
    return f"{str(event['kind'])[:1]}{event['seq']}"


def gallery(assessment: Assessment, evidence: Evidence) -> Gallery:
    """Collect what a report shows; what failures rest on gets room first."""
    naming = _naming(assessment)
    named = {
        *naming,
        *_in_journeys(assessment),
        *(call.id for call in assessment.unmatched),
        *_strange(assessment),
    }
    passed = [event_id(event) for event in evidence.events if event["kind"] in PASSED]
    wanted = named | set(passed if len(passed) <= WHOLE else ())
    events = {id: event for event in evidence.events if (id := event_id(event)) in wanted}
    failing = dict.fromkeys(id for id in _failing(assessment) if id in events)
    room, made = ROOM, {}
    for id in dict.fromkeys([*failing, *_in_turn(events)]):
        aside = SHOWN if id in failing else ASIDE
        made[id], used = _show(id, events[id], evidence, tuple(naming.get(id, ())), room, aside)
        room = max(room - used, 0)
    in_order = {id: made[id] for id in events}
    return Gallery(in_order, tuple(sorted(wanted - set(events))), len(set(passed) - wanted))


def shown(id: str, evidence: Evidence, room: int) -> Shown:
    """Make one event, by its id such as `e12`, ready to show within a room of so many characters."""
    return _show(id, evidence.event(id), evidence, (), room, SHOWN)[0]


def _strange(assessment: Assessment) -> Iterator[str]:
    """Give what nothing accounts for, and what an earlier run left."""
    account = assessment.account
    for line in (*account.strange, *account.left) if account else ():
        yield from line.events


def _naming(assessment: Assessment) -> dict[str, list[tuple[str, str]]]:
    naming: dict[str, dict[tuple[str, str], None]] = {}
    for requirement, criterion, check in assessment.checks():
        for id in [*check.exchanges, *check.looked_at]:
            naming.setdefault(id, {})[requirement.id, criterion.id] = None
    return {id: list(names) for id, names in naming.items()}


def _in_turn(events: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Order events such that each journey's first comes before any one's second: room goes to all of them alike."""
    before: Counter[str] = Counter()
    turns = {}
    for id, event in events.items():
        turns[id] = before[journey := event["journey"] or ""]
        before[journey] += 1
    return sorted(turns, key=lambda id: turns[id])


def _failing(assessment: Assessment) -> list[str]:
    failed = [check for _, _, check in assessment.checks() if check.verdict == Verdict.FAIL]
    return [id for check in failed for id in check.exchanges]


def _in_journeys(assessment: Assessment) -> Iterator[str]:
    for journey in assessment.journeys:
        for step in journey.steps:
            yield from step.events


def _show(
    id: str,
    event: Mapping[str, Any],
    evidence: Evidence,
    named_by: tuple[tuple[str, str], ...],
    room: int,
    aside: int,
) -> tuple[Shown, int]:
    """Make one event ready to show; gives it, and the room that it took."""
    data, kind = event["data"], str(event["kind"])
    halves: tuple[tuple[str, Half], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    if kind == "exchange":
        facts = tuple((name, _fact(value, event, aside)) for name, value in data["facts"].items())
        most = min(SHOWN, room // 2)
        halves = tuple(
            (name, _half(data[name], evidence, data["protocol"], most, aside))
            for name in ("request", "response")
        )
        title, outcome = _exchange_title(data), halves[1][1].start
    elif kind == "observation":
        texts = tuple((part, _json(data[part], room)) for part in ("input", "observation") if data.get(part))
        title = f"Asked of the candidate: {str(data.get('action', '')).replace('_', ' ')}"
        outcome = str(data.get("status", ""))
    elif kind == "artefact":
        facts, title, outcome = facts_of(data), "A file of the candidate's", ""
        texts = (("text", text_shown(data, evidence.body, min(SHOWN, room))),)
    else:
        texts, title, outcome = (("data", _json(data, room)),), kind, ""
    shown = Shown(id, kind, title, outcome, str(event["at"]), str(event["clock"]),
                  event["journey"] or "", event["step"] or "", data, halves, texts, facts, named_by)  # fmt: skip
    return shown, shown.size


def _length(body: Body | None) -> int:
    return len(body.text) + sum(len(part.text) for part in body.parts) if body else 0


def _json(value: Any, room: int) -> str:
    """Lay a value out within a room."""
    most = min(SHOWN, room)
    try:
        text = to_json(value, indent=INDENT, inf_nan_mode="constants").decode()
    except ValueError:  # half a surrogate pair, or nested deeply
        try:
            text = _LAID_OUT.encode(value)
        except RecursionError:
            return "nested too deeply to show; it is in the evidence"
    text = visible(text[: most + 1])
    return text if len(text) <= most else f"{text[:most]}\n… and more, in the evidence"


def _fact(value: Any, event: Mapping[str, Any], most: int) -> str:
    text = _json(value, SHOWN) if isinstance(value, dict | list) else str(value)
    if len(text) <= most:
        return text
    return f"{number(len(text), 'character')}, in line {event['seq']} of evidence/events.ndjson"


def _header(value: str, most: int) -> str:
    if len(value) <= most:
        return value
    return f"{value[: most // 3]}…{value[-END:]} ({number(len(value), 'character')})"


def _half(half: Mapping[str, Any], evidence: Evidence, protocol: str, room: int, aside: int) -> Half:
    headers = tuple((str(name), _header(str(value), aside)) for name, value in half["headers"])
    reference = half["body"]
    if not reference["bytes"]:
        return Half(_start(half["start"]), headers, None)
    try:
        body = lay_out(evidence.body(reference), reference, protocol, room)
    except HarnessError as problem:
        body = Body("missing", 0, note=f"This body cannot be shown: {problem}")
    return Half(_start(half["start"]), headers, body)


def _start(start: Mapping[str, Any]) -> str:
    if "method" in start:
        return f"{start['method']} {start.get('target', '')}"
    if "mail_from" in start:
        return f"From <{start['mail_from']}> to {', '.join(f'<{to}>' for to in start.get('rcpt_to', ()))}"
    if "status" in start:
        return f"{start['status']} {PHRASES.get(start['status'], '')}".strip()
    if start.get("dropped"):
        return "no answer: the connection was dropped"
    if "code" in start:
        return f"{start['code']} {start.get('text', '')}".strip()
    return ", ".join(f"{name} {value}" for name, value in start.items())


def _exchange_title(data: Mapping[str, Any]) -> str:
    service = SERVICES.get(data["service"], str(data["service"]))
    direction = {
        "from-candidate": f"Candidate to {service}",
        "to-candidate": f"{service} to candidate",
        "of-harness": f"Harness, in {service}",
    }.get(data["direction"], service)
    return f"{direction}: {str(data['operation']).replace('_', ' ')}"
