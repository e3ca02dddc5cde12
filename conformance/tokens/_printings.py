"""Each time that a token was to be printed: for whom, what had been supplied, what had been declared, and the paper.

Source: interface sheet dos-eps-rtec-scr-dmd, 4.3 (ages, kinds of exemption) and 4.4 (tokens).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView
from cpcs_harness.judging.views import ArtefactView
from cpcs_harness.people.age import london_day, years_on
from cpcs_harness.times import moment_of

from ._paper import Paper

CHOOSE = "choose_patient"
PRINT, SUPPLY, DECLARE, CHECK = "print_token", "supply_medicine", "declare_exemption", "check_exemption"
ADULT, PENSIONER, OUT_OF_EDUCATION = 16, 60, 19
RTEC, OK = "rtec", 200
NEEDED, NOT_NEEDED = "needed", "not-needed"


@dataclass(frozen=True)
class Printing:
    """One time that a token was to be printed."""

    journey: JourneyView
    issued: Mapping[str, Any]
    """All that was made up for the patient."""
    seen: ObservationView
    before: Sequence[ObservationView]
    """What had been done for the patient until then."""

    @property
    def person(self) -> Mapping[str, Any]:
        """The patient."""
        return self.issued["person"]  # type: ignore[no-any-return]  # plain JSON

    @property
    def held(self) -> Mapping[str, Any] | None:
        """PDS's record of the patient, where it is another than the referral's, and was adopted; else None."""
        labels = [label for label, issued in self.journey.also.items() if issued is self.issued]
        record = next((self.journey.held[label] for label in labels if label in self.journey.held), None)
        return record if any(seen.action == CHOOSE for seen in self.before) else None

    @property
    def is_known_in_two_ways(self) -> bool:
        """Whether PDS has another record than the referral, and nobody adopted it: either may be printed."""
        labels = [label for label, issued in self.journey.also.items() if issued is self.issued]
        return self.held is None and any(label in self.journey.held for label in labels)

    @property
    def days(self) -> list[date]:
        """The days in London on which the last supply can have been: two, where it was recorded at midnight."""
        return days_at([seen for seen in self.before if seen.action == SUPPLY][-1].clock)

    @property
    def ages(self) -> list[int]:
        """How old the patient was on the day of supply; two numbers where it is not known on which side of midnight."""
        return ages_on(self.person, [seen for seen in self.before if seen.action == SUPPLY][-1].clock)

    @property
    def is_exempt_by_age(self) -> bool | None:
        """Whether no charge is due by age; None where that depends on the side of midnight."""
        exempt = {age < ADULT or age >= PENSIONER for age in self.ages}
        return exempt.pop() if len(exempt) == 1 else None

    @property
    def is_found(self) -> bool:
        """Whether RTEC had found an exemption: the system says so, and RTEC answered it so."""
        checks = [seen for seen in self.before if seen.action == CHECK]
        return any(seen.shown.get("outcome") == "found" for seen in checks) and self._is_answered

    @property
    def _is_answered(self) -> bool:
        """Whether RTEC told the system a type of exemption of this patient."""
        number = str(self.person["nhs_number"]).encode()
        asked = [call for call in self.journey.calls if call.service == RTEC and number in call.request.body]
        self.journey.looked_at.extend(call.id for call in asked)
        answers = [call.response.json for call in asked if call.response.status == OK]
        return any(isinstance(answer, dict) and bool(answer.get("type")) for answer in answers)

    @property
    def is_due(self) -> bool:
        """Whether a token is due for sure."""
        return self.is_exempt_by_age is False and not self.is_found

    @property
    def declared(self) -> str:
        """The kind that was declared last; empty where none was."""
        kinds = [seen.given.get("kind") for seen in self.before if seen.action == DECLARE]
        return str(kinds[-1] or "") if kinds else ""

    @property
    def is_declared_anew(self) -> bool:
        """Whether something was declared since the last supply: else what was declared before may count on, or not."""
        last = [seen.action for seen in self.before if seen.action in (SUPPLY, DECLARE)][-1:]
        return last == [DECLARE]

    @property
    def items(self) -> list[Mapping[str, Any]]:
        """What had been supplied, as it was recorded."""
        return [item for seen in self.before if seen.action == SUPPLY for item in _items(seen)]

    @property
    def new_items(self) -> list[Mapping[str, Any]]:
        """What had been supplied since something was printed the last time: a token is for one supply, or for all."""
        prints = [seen for seen in self.before if seen.action == PRINT and self.journey.artefacts_of(seen)]
        since = prints[-1].seq if prints else 0
        return [
            item
            for seen in self.before
            if seen.action == SUPPLY and seen.seq > since
            for item in _items(seen)
        ]

    @property
    def papers(self) -> list[ArtefactView]:
        """Every file that came out of the printer."""
        return self.journey.artefacts_of(self.seen) if self.seen.status == "done" else []

    @property
    def paper(self) -> Paper:
        """What the files say together; NotShown where one of them cannot be read."""
        return Paper("\n".join(paper.text for paper in self.papers))


def days_at(moment: str) -> list[date]:
    """Give the days in London of what was recorded at a moment, and done within the minute before."""
    ended = moment_of(moment)
    return sorted({london_day(ended), london_day(ended - timedelta(seconds=60))})


def ages_on(person: Mapping[str, Any], moment: str) -> list[int]:
    """Give how old a patient was then; two numbers where it is not known on which side of midnight."""
    born = date.fromisoformat(person["birth_date"])
    return [years_on(born, day) for day in days_at(moment)]


def printings(evidence: EvidenceView) -> list[Printing]:
    """Give every time that a token was to be printed; NotShown where none was."""
    return [printing for journey in evidence.each() for printing in _of_journey(journey)]


def printed(evidence: EvidenceView) -> list[Printing]:
    """Give those of which a token came; NotShown where none did."""
    return some((printing for printing in printings(evidence) if printing.papers), "no token was printed")


def asks_rtec(evidence: EvidenceView) -> bool:
    """Say whether the system has a check of exemptions at all, however one ended."""
    seen = [seen for journey in evidence.each() for seen in journey.seen if seen.action == CHECK]
    return any(check.status != "cannot" for check in seen)


def some(found: Iterable[Printing], why: str, blame: str = "candidate") -> list[Printing]:
    """Give what there is to look at; none is NotShown, for the reason given."""
    listed = list(found)
    if not listed:
        raise NotShown(why, blame=blame)
    return listed


def why_rtec_was_not_heard(evidence: EvidenceView) -> str:
    """Say whose doing it is that RTEC found nobody: the environment's where its answer came when nobody waited."""
    asked = [call for journey in evidence.each() for call in journey.calls if call.service == RTEC]
    return "environment" if any(call.gone and not call.fault for call in asked) else "candidate"


def _of_journey(journey: JourneyView) -> Iterator[Printing]:
    attempts = journey.attempts(PRINT)
    for issued in (journey.issued, *journey.also.values()):
        document = issued["report"]["document_id"]
        own = [seen for seen in journey.seen if seen.about == document and seen.status == "done"]
        for seen in attempts:
            before = [done for done in own if done.seq < seen.seq]
            if seen.about == document and any(_items(done) for done in before if done.action == SUPPLY):
                yield Printing(journey, issued, seen, before)


def _items(seen: ObservationView) -> list[Mapping[str, Any]]:
    several = seen.shown.get("items")
    found = several if isinstance(several, list) else [seen.shown.get("item")]
    return [item for item in found if isinstance(item, dict) and item.get("display")]
