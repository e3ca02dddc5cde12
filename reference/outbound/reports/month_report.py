"""The report of a month: a FHIR R4 MeasureReport as NHSBSA's service is understood to want it; it names nobody."""

from calendar import monthrange
from typing import Any

_NHSBSA = "https://fhir.nhsbsa.nhs.uk"
_ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


class MonthReport:
    """Writes the report, a method for each part that could be got wrong."""

    def report(
        self, ods: str, month: str, reference: str, figures: dict[str, int], at: str
    ) -> dict[str, Any]:
        """The report of a pharmacy and a month."""
        return {
            "resourceType": "MeasureReport",
            "identifier": [{"system": f"{_NHSBSA}/Id/CpcsReportReference", "value": reference}],
            "status": "complete",
            **self.kind(),
            "measure": f"{_NHSBSA}/Measure/cpcs-monthly-activity",
            "date": at,
            "reporter": {"identifier": {"system": _ODS, "value": self.pharmacy(ods)}},
            "period": self.period(month),
            "group": [self.group(name, count) for name, count in figures.items()],
        }

    def kind(self) -> dict[str, str]:
        """That it is about all patients together."""
        return {"type": "summary"}

    def pharmacy(self, ods: str) -> str:
        """Whose report it is."""
        return ods

    def period(self, month: str) -> dict[str, str]:
        """The first and the last day of the month."""
        last = monthrange(int(month[:4]), int(month[5:]))[1]
        return {"start": f"{month}-01", "end": f"{month}-{last:02d}"}

    def group(self, name: str, count: int) -> dict[str, Any]:
        """One figure."""
        code = {"system": f"{_NHSBSA}/Id/CpcsFigure", "code": name.upper()}
        population = {"coding": [{"system": _POPULATION, "code": "initial-population"}]}
        return {"code": {"coding": [code]}, "population": [{"code": population, "count": count}]}


_POPULATION = "http://terminology.hl7.org/CodeSystem/measure-population"
