"""What was asked of the tracker when somebody looked at prescriptions, what it answered, and what was shown.

By either interface: of 2021 in JSON, or by FHIR, which takes its place.
Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.2 and 3.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, ObservationView

from . import _clinical

SERVICE = "eps_tracker"
ACTION = "track_prescriptions"
CERTIFICATE = "client_certificate"
"""The fact by which the tracker says whose certificate a call came with; none where it is served without TLS."""
NO_TLS = "without mutual_tls under [eps] in candidate.toml the tracker is served without TLS"
NONE_FOUND, FINE = "1", "0"
OK, NO_TOKEN = 200, 401
READY = "To be Dispensed"
AWAY = ("With Dispenser", "With Dispenser - Active")
STATUSES = {
    "0000": "Awaiting Release Ready",
    "0001": READY,
    "0002": AWAY[0],
    "0003": AWAY[1],
    "0004": "Expired",
    "0005": "Cancelled",
    "0006": "Dispensed",
    "0007": "Not Dispensed",
    "0008": "Claimed",
    "0009": "No-Claimed",
    "9000": "Repeat dispense future instance",
    "9001": "Prescription future instance",
    "9005": "Cancelled future instance",
}
"""Searches and traces give codes, item summary and details words."""
NOTHING = ("False", "Not Found", "None", "")
"""What the tracker writes where there is nothing, or it knows of nothing."""

T = TypeVar("T")
Row = Mapping[str, Any]
Issue = tuple[str, str]
"""A prescription's id, and which issue of it."""


@dataclass(frozen=True)
class Look:
    """One time that somebody looked at a patient's prescriptions."""

    seen: ObservationView
    calls: list[ExchangeView]
    """Every call to the tracker in its step."""

    @property
    def typed(self) -> str:
        """Give the identifier that was typed; empty where none was."""
        return str(self.seen.given.get("prescription_id") or "")

    @property
    def by_fhir(self) -> bool:
        """Say whether the FHIR interface was asked."""
        return any(call.service == _clinical.SERVICE for call in self.calls)

    @property
    def refused(self) -> list[int]:
        """Give the status of each call that was no answer; a token that was refused is fetched anew, and is none."""
        statuses = [call.response.status for call in self.calls]
        return [status for status in statuses if status not in (OK, NO_TOKEN)]

    @property
    def answered_with(self) -> set[str]:
        """Give the codes inside the answers."""
        return {code for _, code, _ in self.answers}

    @property
    def answers(self) -> list[tuple[ExchangeView, str, Mapping[str, Any]]]:
        """Give each call that the tracker answered, with the code inside and the whole answer."""
        read = ((call, answer_in(call)) for call in self.calls)
        return [(call, code_in(call, answer), answer) for call, answer in read if answer is not None]

    @property
    def is_in_part(self) -> bool:
        """Say whether the tracker answered one question of the look, and was made to fail at the next."""
        return any(code == FINE for call, code, _ in self.answers if not call.fault) and any(
            call.fault for call in self.calls
        )

    @property
    def offered(self) -> dict[Issue, dict[str, Any]]:
        """Give what the tracker answered, by prescription and issue: a summary's facts and the details' together."""
        found: dict[Issue, dict[str, Any]] = {}
        for call, code, answer in self.answers:
            for name, row in _rows(call, answer) if code == FINE else ():
                known = found.setdefault((plain_id(name), _issue_of(row)), {})
                items = {**known.get("lineItems", {}), **(row.get("lineItems") or {})}
                status = str(row.get("prescriptionStatus") or "")
                known.update(row, lineItems=items, prescriptionStatus=STATUSES.get(status, status))
        return found

    @property
    def shown(self) -> dict[str, list[Row]]:
        """Give the rows that were shown, by the prescription's id."""
        rows: dict[str, list[Row]] = {}
        for row in self.seen.shown.get("prescriptions") or ():
            rows.setdefault(plain_id(row.get("id")), []).append(row)
        return rows

    @property
    def known(self) -> list[tuple[dict[str, Any], Row]]:
        """Give what was shown of prescriptions that the tracker gave, each with what it gave of that issue."""
        shown = [(name, row) for name, rows in self.shown.items() for row in rows]
        paired = ((self._offered_as(name, row), row) for name, row in shown)
        return [(offered, row) for offered, row in paired if offered is not None]

    def _offered_as(self, name: str, row: Row) -> dict[str, Any] | None:
        """Give what the tracker gave of a row: of the issue that it names, where the tracker gave several."""
        issues = {issue: offered for (known, issue), offered in self.offered.items() if known == name}
        only = next(iter(issues.values())) if len(issues) == 1 else None
        return issues.get(str(row.get("issue") or ""), only)

    @property
    def told(self) -> str:
        """Give the words for whoever looked, however it ended."""
        return " ".join(str(self.seen.told or self.seen.shown.get("message") or "").split())


def looks(evidence: EvidenceView) -> list[Look]:
    """Give every time that somebody looked; NotShown where the tracker's interface was never asked."""
    found = [look for journey in evidence.each() for look in looks_in(journey)]
    if not any(look.calls for look in found):
        raise NotShown("the tracker's interface was not asked; the system may link to the tracker alone")
    return found


def looks_in(journey: JourneyView) -> list[Look]:
    """Give every time that somebody looked, in one journey."""
    calls = [call for call in journey.calls if call.service in (SERVICE, _clinical.SERVICE)]
    journey.looked_at.extend(call.id for call in calls)
    seen = journey.attempts(ACTION)
    return [Look(look, [call for call in calls if call.step == look.step]) for look in seen]


def some(found: Iterable[T], why: str) -> list[T]:
    """Give what there is to look at; none is NotShown, for the reason given."""
    listed = list(found)
    if not listed:
        raise NotShown(why)
    return listed


def shown_of(evidence: EvidenceView, why: str, *statuses: str) -> list[tuple[Look, dict[str, Any], Row]]:
    """Give each prescription that was shown with what the tracker gave, of some statuses where these are named."""
    found = ((look, *pair) for look in looks(evidence) for pair in look.known)
    wanted = (each for each in found if not statuses or each[1].get("prescriptionStatus") in statuses)
    return some(wanted, why)


def answer_in(call: ExchangeView) -> Mapping[str, Any] | None:
    """Give the tracker's answer; None for what is no answer of its own."""
    if call.is_unanswered or call.response.status != OK:
        return None
    if call.service == _clinical.SERVICE:
        return _clinical.bundle_in(call)
    answer = call.response.json
    return answer if isinstance(answer, dict) and "statusCode" in answer else None


def code_in(call: ExchangeView, answer: Mapping[str, Any]) -> str:
    """Give the code inside an answer; that of FHIR's is that there is one, or that nothing was found."""
    if call.service != _clinical.SERVICE:
        return str(answer["statusCode"])
    return FINE if answer.get("total") else NONE_FOUND


def plain_id(written: Any) -> str:
    """Give an identifier as the tracker writes it, without what a screen lays around it."""
    return "".join(str(written or "").split()).upper()


def _rows(call: ExchangeView, answer: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    if call.service == _clinical.SERVICE:
        return _clinical.rows_in(answer)
    listed = answer.get("prescriptions")
    if isinstance(listed, dict):
        return list(listed.items())
    single = answer.get("prescription")
    if isinstance(single, dict):  # whose items a trace gives by number, under ids alone
        return [(str(single.get("prescriptionID")), {**single, "lineItems": {}})]
    return [(name, row) for name, row in answer.items() if isinstance(row, dict) and "lineItems" in row]


def _issue_of(row: Mapping[str, Any]) -> str:
    return str((row.get("repeatInstance") or {}).get("currentIssue") or "1")
