"""Who was treated in a journey, where and when: what exports are held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import JourneyView, NotShown, expect, through
from cpcs_harness.judging.in_words import Words
from cpcs_harness.judging.views import ObservationView

from .._shared.supplied import taken_of
from ._exports import Export, Row, exports_of
from ._moments import month_of

PLAIN, FORMULA, AMENDED, WAITS, ELSEWHERE = "", "formula", "amended", "waits", "elsewhere"
ONLINE = "nhs111-online"

Item = tuple[str, float]
"""Code and quantity."""


@dataclass(frozen=True)
class Treated:
    """A patient of a journey, and what was done about them."""

    journey: JourneyView
    label: str
    issued: Any

    @property
    def case_reference(self) -> str:
        """Their case, as exports are searched for it."""
        return str(self.issued["report"]["case_reference"]).casefold()

    @property
    def pharmacy(self) -> str:
        """The ODS code of where they were referred to."""
        return str(self.issued["report"]["premises"]["ods"])

    def acts(self, action: str) -> list[ObservationView]:
        """Give what was done about them."""
        return self.journey.shown_of(str(self.issued["report"]["document_id"]), action)

    @property
    def done(self) -> ObservationView:
        """Give the completion of their consultation; raises NotShown where it was not completed."""
        done = self.acts("complete")
        if not done:
            who = self.label or "its own patient"
            raise NotShown(f"journey {self.journey.id}: the consultation of {who} was not completed")
        return done[-1]

    @property
    def completed(self) -> str:
        """When their consultation was completed, as the candidate says."""
        return str(self.done.shown.get("completed"))

    @property
    def said(self) -> Mapping[str, Any]:
        """What the pharmacist wrote down; raises NotShown where it was not taken."""
        recorded = self.acts("record_consultation")
        if not recorded:
            raise NotShown(f"{self.done.where}: completed, and no consultation was recorded before")
        amended = self.acts("amend_consultation")
        return {
            **recorded[-1].given,
            **{what: value for seen in amended for what, value in seen.given.items()},
        }

    @property
    def source(self) -> str:
        """Who referred them, in our words: NHS 111 by telephone or online, or a practice whose letter was keyed in."""
        keyed = self.acts("key_referral")
        if keyed:
            return str(keyed[0].given["source"])
        document = str(self.issued["report"]["document_id"])
        sent = [call.facts["report"] for call in self.journey.calls if call.facts.get("report")]
        senders = {report["sender"] for report in sent if report["document_id"] == document}
        return ONLINE if "online" in senders else "nhs111"

    @property
    def known(self) -> Mapping[str, str]:
        """Who they are, as PDS holds them, and as they were referred where PDS knows nobody of their number."""
        person, record = self.issued["person"], self.journey.held.get(self.label)
        held = person if record is None or not record["known"] else record
        practice = held["practice"] if isinstance(held["practice"], str) else held["practice"]["ods"]
        own = {name: str(held[name]) for name in ("nhs_number", "birth_date", "gender")}
        return {**own, "practice_ods": practice}

    @property
    def supplied(self) -> list[Item]:
        """What was supplied, as it was given, and corrected since."""
        given = [item for seen in self.acts("supply_medicine") for item in taken_of(seen)]
        right = {
            item["code"]: item["quantity"]
            for seen in self.acts("amend_consultation")
            for item in seen.given.get("items", ())
        }
        return [(self._dmd(item["code"]), float(right.get(item["code"], item["quantity"]))) for item in given]

    def _dmd(self, own: str) -> str:
        """Give the dm+d code of a medicine by the candidate's own; whatever a screen shows of it."""
        medicines = self.issued["medicines"].values()
        return next((str(held["code"]) for held in medicines if held["own_code"] == own), own)

    def is_due_in(self, export: Export) -> bool:
        """Say whether an export is to have them."""
        return self.pharmacy == export.pharmacy and month_of(self.completed) == export.month

    def exports(self) -> list[Export]:
        """Give the exports that are to have them; raises NotShown where there is none."""
        found = [export for export in exports_of(self.journey) if self.is_due_in(export)]
        if not found:
            raise NotShown(
                f"journey {self.journey.id}: no export was made of where and when they were treated"
            )
        return found

    def row(self, export: Export) -> Row:
        """Give their row in an export; DAT-02 looks at how many there are."""
        rows = export.of(self.case_reference)
        expect(bool(rows), f"a row of case {self.case_reference}", Words("none"), export.seen)
        return rows[0]


def patient(journey: JourneyView, label: str) -> Treated:
    """Give a patient of a journey; raises NotShown where it ended before."""
    if label and label not in journey.also:
        raise NotShown(f"journey {journey.id}: it ended before the patient {label}")
    return Treated(journey, label, journey.also[label] if label else journey.issued)


def treated(journey: JourneyView, export: Export) -> Iterator[Treated]:
    """Go through who is due in an export; then NotShown where a consultation was not completed, or none is of it."""
    found = False
    for label, apart in through(label for label in (PLAIN, *journey.also) if label != WAITS):
        with apart:
            who = patient(journey, label)
            if who.is_due_in(export):
                found = True
                yield who
    if not found:
        raise NotShown(f"{export.seen.where}: nobody was treated there in that month")
