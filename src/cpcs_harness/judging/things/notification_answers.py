"""What came back for notifications: read from what practices sent over MESH, and from reports that were collected."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.formats.itk3 import value
from cpcs_harness.judging.things.mesh_messages import MAILBOX, MeshMessages, part_of
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn import notification_answer as answers

OURS, THEIRS = "from-candidate", "of-harness"
LEGACY_EVENT = "ITK002M"
COPIES, GONE = {"20007", "20008"}, {"30002", "30003"}
UNREADABLE = range(10001, 10011)
_ALONE = {
    "20013": answers.TAKEN_ALONE,
    "30001": answers.KNOWN_ALONE,
    "20015": answers.UNPROCESSED,
    **dict.fromkeys(COPIES, answers.COPY),
    **dict.fromkeys(map(str, UNREADABLE), answers.UNPROCESSED),
    **dict.fromkeys(("20001", "20002", "20003", "20010", "20011"), answers.NO_RECIPIENT),
    **dict.fromkeys(("20004", "20005", "20012"), answers.NOT_PERMITTED),
    **dict.fromkeys(("20006", "20009"), answers.INVALID),
}
_WITH_RECEIPT = {
    "30001": answers.KNOWN,
    "30004": answers.DECEASED,
    "30002": answers.NOT_KNOWN,
    "30003": answers.MOVED,
}


@dataclass(frozen=True)
class Answer:
    """One response of a practice."""

    event: Event[Exchange]
    patient: str
    names: str
    """The id of the message that it says it answers."""
    code: str
    is_legacy: bool

    @property
    def is_in_chunks(self) -> bool:
        """Whether it was sent in several chunks."""
        _, _, total = self.event.data.request.header("Mex-Chunk-Range").partition(":")
        return total.strip() not in ("", "1")


@dataclass(frozen=True)
class Notification:
    """One message about a patient, with what came back for it."""

    event: Event[Exchange]
    answers: Sequence[Answer]
    """Of those to it by name, and of those to no message of the patient's."""
    header_id: str
    reports: Sequence[str]
    """The codes of MESH's reports about it."""


@dataclass(frozen=True)
class _Run:
    cases: Cases

    @cached_property
    def mesh(self) -> MeshMessages:
        return MeshMessages(self.cases.evidence)

    @cached_property
    def answers(self) -> list[Answer]:
        """Every response that a practice sent which is that of one patient alone."""
        found = []
        for event in self.mesh.of(THEIRS):
            patient = self.cases.of_practice(event, part_of(event, MAILBOX))
            read = self.mesh.read(event)
            code = value(read, ".//f:issue/f:details/f:coding/f:code") if read is not None else ""
            if patient and code:
                names = value(read, ".//f:MessageHeader/f:response/f:identifier").lower()
                kind = value(read, ".//f:MessageHeader/f:event/f:code")
                found.append(Answer(event, patient, names, code, kind == LEGACY_EVENT))
        return found

    @cached_property
    def answers_of(self) -> Mapping[tuple[str | None, str], list[Answer]]:
        """By journey and patient, the responses of their practice."""
        found: dict[tuple[str | None, str], list[Answer]] = defaultdict(list)
        for answer in self.answers:
            found[answer.event.journey, answer.patient].append(answer)
        return found

    @cached_property
    def reports(self) -> Mapping[str, list[str]]:
        """By the id of a message, in capitals, the codes of the reports that were collected about it."""
        found: dict[str, list[str]] = defaultdict(list)
        for event in self.mesh.of(OURS, "collect_message"):
            told = event.data.response
            found[told.header("Mex-LinkedMsgID").upper()].append(told.header("Mex-StatusCode"))
        return found

    def reports_on(self, id: str) -> list[str]:
        """Give the codes of the reports that were collected about a message."""
        return self.reports.get(id.upper(), []) if id else []

    @cached_property
    def last_looks(self) -> Mapping[tuple[str | None, str], int]:
        """By journey and patient, when their practice last looked into its mailbox."""
        found: dict[tuple[str | None, str], int] = {}
        for look in self.mesh.of(THEIRS, "list_inbox"):
            whose = look.journey, self.cases.of_practice(look, part_of(look, MAILBOX))
            found[whose] = max(look.seq, found.get(whose, look.seq))
        return found

    def was_collected(self, event: Event[Exchange], patient: str) -> bool:
        """Say whether the patient's practice has looked into its mailbox since a message was sent."""
        return self.last_looks.get((event.journey, patient), event.seq) > event.seq


def notification_answers(cases: Cases) -> Iterator[Recorded]:
    """Give what came back for each message about a patient, and what came after the first of it about them."""
    run, looks = _Run(cases), _looks_ahead(cases)
    sent = [(event, cases.of(event), run.mesh.read(event)) for event in run.mesh.of(OURS)]
    ids = {
        event.id: value(read, ".//f:MessageHeader/f:id").lower()
        for event, _, read in sent
        if read is not None
    }
    known = frozenset(ids.values())
    for event, patient, _ in sent:
        own_id = ids.get(event.id, "")
        if not patient or not own_id:
            continue
        back = run.answers_of.get((event.journey, patient), ())
        about = [one for one in back if one.names == own_id or one.names not in known]
        one = Notification(event, about, own_id, run.reports_on(run.mesh.id_of(event)))
        if one.answers or one.reports or run.was_collected(event, patient):
            first = one.answers[0].event if one.answers else event
            yield Recorded(_facts(one, looks), cases.after(first, patient))


def _looks_ahead(cases: Cases) -> list[Event[Observation]]:
    """Give every look at what will need somebody days later."""
    seen = cases.evidence.of(Observation)
    return [one for one in seen if one.data.action == "view_outbox" and one.data.input.get("as_of")]


def _facts(one: Notification, looks: Sequence[Event[Observation]]) -> dict[str, Any]:
    ours = [answer for answer in one.answers if answer.names == one.header_id]
    codes = list(dict.fromkeys(answer.code for answer in ours))
    besides, own = _besides(one, codes)
    return {
        "answer": _answer(one, own, any(answer.is_legacy for answer in ours)),
        "order": answers.BUSINESS_FIRST
        if len(own) > 1 and own[0].startswith("3")
        else answers.INFRASTRUCTURE_FIRST,
        "times": answers.TWICE
        if max(Counter(answer.code for answer in ours).values(), default=0) > 1
        else answers.ONCE,
        "form": answers.CHUNKS if any(answer.is_in_chunks for answer in one.answers) else answers.WHOLE,
        "besides": besides,
        "when": _when(one, looks),
    }


def _besides(one: Notification, codes: list[str]) -> tuple[str, list[str]]:
    """Say what came besides the practice's own answers, and give these alone."""
    accepted = {"20013"} < set(codes) and bool({"30001", "30004"} & set(codes))
    after = codes[2:] if accepted else []
    if after:
        said = answers.COPY_AFTER if COPIES & set(after) else answers.TAKEN_BACK if GONE & set(after) else ""
        return said, codes[:2]
    others = [answer for answer in one.answers if answer.names != one.header_id]
    return (answers.ANOTHER if others else answers.NONE_BESIDES), codes


def _answer(one: Notification, codes: list[str], is_legacy: bool) -> str:
    if one.reports:
        return one.reports[0] if not codes else ""
    if not codes:
        return answers.NOTHING
    if is_legacy:
        return answers.LEGACY
    if len(codes) == 1:
        return _ALONE.get(codes[0], "")
    business = [code for code in codes if code != "20013"]
    return _WITH_RECEIPT.get(business[0], "") if len(business) == 1 and len(codes) == 2 else ""


def _when(one: Notification, looks: Sequence[Event[Observation]]) -> str:
    first = next((answer.event for answer in one.answers), None)
    told = [
        look
        for look in looks
        if first and look.journey == first.journey and one.event.seq < look.seq < first.seq
    ]
    return answers.LATE if told else answers.AT_ONCE
