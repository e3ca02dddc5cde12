"""What stands beside a referral as its history, or as related, is of the same case.

Source: NHS 111 Domain Message Specification v2.1 RC1, relatedDocument and case ids (interface sheet nhs111-itk22, 3.2
and cases S14 to S20).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView, criterion, expect_none

from .._shared.moments import days_of
from .._shared.nhs111_report.messages import SERVICE
from .._shared.nhs111_report.shown import written_faults
from .._shared.screen import digits
from .._shared.text import plain_reference

Plain = Mapping[str, Any]
TODO = "Put documents together by their set and their case, and by nothing else."
ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
OWN = "Show of each document its own versionNumber and effectiveTime."


@criterion("N111-51")
def test_what_stands_beside_a_referral_is_of_its_case(evidence: EvidenceView):
    """No document and no referral of another patient or case, wherever a referral is opened."""
    evidence.all_together()
    looked = False
    for journey in evidence.each():
        sent, by_id = (
            documents(journey),
            {plain_reference(one["document_id"]): one for one in reports(journey)},
        )
        for seen in journey.observations("open_referral", at_least=0):
            looked = True
            own = marks_of(seen.shown) | sent.get(plain_reference(seen.shown.get("document_id")), frozenset())
            expect_none(
                "document of another case in the history", strays_in_history(seen, own, sent), seen, TODO
            )
            expect_none("referral of another case as related", strays_in_related(seen, own), seen, TODO)
            expect_none("row of the history that is not as was sent", wrong_rows(seen, by_id), seen, OWN)
    if not looked:
        raise NotShown("no referral was opened")


def strays_in_history(
    seen: ObservationView, own: frozenset[str], sent: Mapping[str, frozenset[str]]
) -> list[str]:
    """Name the documents of a referral's history that are none of its case, or that nobody sent here."""
    ids = [str(row.get("document_id") or "") for row in rows(seen.shown.get("history"))]
    return [name for name in ids if name and not own & sent.get(plain_reference(name), frozenset())]


def wrong_rows(seen: ObservationView, sent: Mapping[str, Plain]) -> list[str]:
    """Say what a row of the history says that another document has: its version, its time, and that it stands."""
    wrong, shown = [], sent.get(plain_reference(seen.shown.get("document_id")))
    for row in rows(seen.shown.get("history")):
        name = str(row.get("document_id") or "")
        report = sent.get(plain_reference(name))
        if report is not None:
            version = row.get("version")
            right = version in (None, "") or str(version) == str(report["version"])
            wrong += [] if right else [f"{name}: version {report['version']}, shown {version}"]
            wrong += [f"{name}: {fault}" for fault in _moment_faults(report, row)]
            wrong += [f"{name}: said to be current"] if _is_called_current(row, report, shown) else []
    return wrong


def _is_called_current(row: Plain, report: Plain, shown: Plain | None) -> bool:
    """Say whether a document is said to be current though a newer one of its set is the one that is shown."""
    if str(row.get("status")).casefold() != "current" or shown is None:
        return False
    return bool(report["set_id"] == shown["set_id"] and report["version"] < shown["version"])


def _moment_faults(report: Plain, row: Plain) -> list[str]:
    """Say what is wrong with the moment of a row, which has no form of its own: a day alone, or as people write it."""
    said = str(row.get("created") or "")
    if not said or (ISO.match(said) is None and any(day in said for day in days_of(str(report["created"])))):
        return []
    return written_faults(report, row)


def strays_in_related(seen: ObservationView, own: frozenset[str]) -> list[str]:
    """Name the cases of related referrals that are another one's."""
    cases = [str(row.get("case_reference") or "") for row in rows(seen.shown.get("related"))]
    return [case for case in cases if case and plain_reference(case) not in own]


def rows(listed: object) -> list[Plain]:
    """Give the rows of a list that may be absent."""
    return [row for row in listed or () if isinstance(row, Mapping)] if isinstance(listed, list) else []


def marks_of(shown: Plain) -> frozenset[str]:
    """Give what a screen says the case and the patient are known by."""
    cases = {plain_reference(shown.get(name)) for name in ("case_reference", "case_id")}
    return frozenset((cases | {digits(shown.get("nhs_number"))}) - {""})


def documents(journey: JourneyView) -> dict[str, frozenset[str]]:
    """Give each document that was sent in a journey, with what its case and its patient are known by."""
    return {plain_reference(report["document_id"]): marks(report) for report in reports(journey)}


def marks(report: Plain) -> frozenset[str]:
    """Give what a report's case and patient are known by."""
    cases = {plain_reference(report["case_reference"]), plain_reference(report["case_id"])}
    return frozenset(cases | {report["person"]["nhs_number"]})


def reports(journey: JourneyView) -> Iterator[Plain]:
    """Give every report that was sent, those within others' envelopes too."""
    due: list[Plain] = [call.facts["report"] for call in journey.sent(SERVICE) if "report" in call.facts]
    while due:
        report = due.pop()
        yield report
        due += as_list(report.get("earlier"))


def as_list(found: Iterable[Plain] | None) -> list[Plain]:
    """Give a list, also of what is none."""
    return list(found or ())
