"""Reports of a month as they were sent, read in either form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown
from cpcs_harness.judging.views import ObservationView

from .._shared.fhir_r4 import why_no_resource

FHIR = "MeasureReport"
TAKEN = (200, 201)
FIGURES = (
    "consultations",
    "urgent_medicines",
    "minor_illnesses",
    "items_supplied",
    "referred_onward",
    "claims",
)
CODES = "https://fhir.nhsbsa.nhs.uk/Id/CpcsFigure"


@dataclass(frozen=True)
class Sent:
    """One report as it was sent, and the action in which it was."""

    call: ExchangeView
    seen: ObservationView

    @property
    def is_fhir(self) -> bool:
        """Whether it went where MeasureReports go."""
        return self.call.request.segments[-1] == FHIR

    @property
    def body(self) -> Mapping[str, Any]:
        """The report; empty for what is no JSON object."""
        read = self.call.request.json
        return read if isinstance(read, dict) else {}

    @property
    def reference(self) -> str:
        """Its own reference."""
        if not self.is_fhir:
            return str(self.body.get("reference") or "")
        identifiers = self.body.get("identifier")
        first = identifiers[0] if isinstance(identifiers, list) and identifiers else None
        return str(_object(first).get("value") or "")

    @property
    def pharmacy(self) -> str:
        """Whose it is."""
        if not self.is_fhir:
            return str(self.body.get("pharmacy") or "")
        return str(_object(_object(self.body.get("reporter")).get("identifier")).get("value") or "")

    @property
    def period(self) -> tuple[str, str]:
        """Its first and last day; of plain JSON the month twice."""
        if not self.is_fhir:
            month = str(self.body.get("month") or "")
            return month, month
        period = _object(self.body.get("period"))
        return str(period.get("start") or ""), str(period.get("end") or "")

    @property
    def figures(self) -> dict[str, int]:
        """What it counts, by name."""
        if not self.is_fhir:
            held = _object(self.body.get("figures"))
            return {name: count for name, count in held.items() if isinstance(count, int)}
        groups = self.body.get("group")
        found = (_figure(_object(group)) for group in (groups if isinstance(groups, list) else ()))
        return {name.lower(): count for name, count in found if name and count is not None}

    @property
    def is_taken(self) -> bool:
        """Whether MYS took it, as far as the system knows."""
        return self.call.response.status in TAKEN


def reports_of(evidence: EvidenceView, journey: JourneyView) -> list[Sent]:
    """Give the reports that a journey's actions sent, in order; none is NotShown.

    A report names no patient, so that it is the run's; whose it is shows by the action during which it was sent.
    """
    acts = [seen for seen in journey.attempts("report_month") if seen.status != "cannot"]
    calls = evidence.of_run("mys", "submit_report")
    found = [
        Sent(call, seen) for seen in acts for call in calls if _before(journey, seen) < call.seq < seen.seq
    ]
    if not found:
        raise NotShown(f"journey {journey.id}: no month was reported")
    return found


def own(evidence: EvidenceView, journey: JourneyView) -> list[Sent]:
    """Give the reports of the journey's own pharmacy."""
    ods = journey.issued["premises"]["ods"]
    found = [sent for sent in reports_of(evidence, journey) if sent.seen.actor.get("ods") == ods]
    if not found:
        raise NotShown(f"journey {journey.id}: nothing was reported for {ods}")
    return found


def why_invalid(sent: Sent) -> str:
    """Say what is wrong with a report as a FHIR R4 MeasureReport; empty when nothing is."""
    return why_no_resource(sent.call.request.body, FHIR)


def _before(journey: JourneyView, seen: ObservationView) -> int:
    """Give when the action before this one had been answered."""
    return max((other.seq for other in journey.seen if other.seq < seen.seq), default=0)


def _figure(group: Mapping[str, Any]) -> tuple[str, int | None]:
    coding = _object(group.get("code")).get("coding")
    codes = [
        str(_object(code).get("code") or "")
        for code in (coding if isinstance(coding, list) else ())
        if _object(code).get("system") == CODES
    ]
    population = group.get("population")
    first = population[0] if isinstance(population, list) and population else None
    count = _object(first).get("count")
    return (codes[0] if codes else ""), count if isinstance(count, int) else None


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
