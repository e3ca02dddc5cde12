"""Dispensing tokens are printed for patients on both sides of the birthdays that count.

Source: interface sheet dos-eps-rtec-scr-dmd, 4.3 (ages, kinds of exemption) and 4.4 (tokens).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.age import Age
from cpcs_harness.people.demographics import HeldAddress
from cpcs_harness.people.exemptions import HeldExemption
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Issued

from ._steps import prescriptions as _prescriptions
from ._steps import referrals as _referrals
from ._steps import tracing as _tracing
from ._steps.pathways import UM

NEW_HOME = HeldAddress(("14 Tannery Row", "Leeds"), "LS4 9ZX")
NEW_NAME = "Wiśniewska"
"""Has a letter that the fonts of every PDF lack, so that a printer needs one of its own."""
NOTHING = "none"
"""In place of the type of an exemption: RTEC finds none."""


class TokenPrinted(Journey):
    """Each patient is supplied, declares where they have to, and has a token printed after each supply."""

    id = "token-printed"
    seconds = 3.0
    pathways = (UM,)
    title = "Urgent medicine, dispensing tokens at all ages"
    age = Age(35, 100)

    def run(self, stage: Stage) -> None:
        """Refer everybody, then serve one after the other."""
        rows = fixture("tokens")["people"]
        self.serve(stage, rows, self.refer(stage, rows))

    def refer(self, stage: Stage, rows: Sequence[Mapping[str, Any]]) -> dict[str, Stage]:
        """Have those of the table referred; gives each one's stage by their label, but of who is not listed."""
        people = {row["label"]: self._patient(stage, row) for row in rows}
        _tracing.begin(stage, people.values(), signed_in=False)
        for row in rows:
            if "registered_with" in row:
                self._move(stage, row["label"], people[row["label"]], people[row["registered_with"]])
        stage.step("NHS 111 refers everybody")
        for issued in people.values():
            stage.send(report=issued.report)
        found = stage.look_for([issued.report for issued in people.values()])
        names = {
            label: str(found[issued.report.document_id].get("referral", ""))
            for label, issued in people.items()
            if issued.report.document_id in found
        }
        return {label: _referrals.for_patient(stage, people[label], name) for label, name in names.items()}

    def serve(self, stage: Stage, rows: Sequence[Mapping[str, Any]], stages: Mapping[str, Stage]) -> None:
        """Serve those of the table who are listed, one after the other."""
        for row in rows:
            if row["label"] in stages:
                self._serve(stages[row["label"]], row)

    def _move(self, stage: Stage, label: str, issued: Issued, neighbour: Issued) -> None:
        """Have PDS hold another name, home and practice of a patient than the referral has."""
        changed = {"addresses": (NEW_HOME,), "practice": neighbour.person.practice.ods}
        _tracing.hold(
            stage,
            label,
            issued,
            lambda plain: replace(plain, names=(replace(plain.names[0], family=NEW_NAME),), **changed),
        )

    def _patient(self, stage: Stage, row: Mapping[str, Any]) -> Issued:
        if not row["label"]:
            return stage.issued
        # RTEC takes plain letters alone, and finds nobody who is called otherwise.
        made_up = stage.another_in_plain_letters if "rtec" in row else stage.another
        return made_up(row["label"], age=Age(**row["age"]))

    def _serve(self, stage: Stage, row: Mapping[str, Any]) -> None:
        document, number = stage.issued.report.document_id, stage.issued.person.nhs_number
        stage.step(f"The pharmacist serves: {row['label'] or 'the first patient'}")
        stage.try_to("open_referral", about=document)
        stage.try_to("find_patient", nhs_number=number)
        stage.try_to("choose_patient", nhs_number=number)
        if "rtec" in row:
            self._check(stage, row["rtec"], document)
        for turn, items in enumerate(row["supplies"]):
            self._supply(stage, items, document)
            said = row.get("declared", ())
            declared = [said] if isinstance(said, str) else said[turn : turn + 1]
            for kind in (*([row["tries"]] if "tries" in row else ()), *declared):
                self._declare(stage, kind, document)
            stage.do("print_token", needed=False, about=document)

    def _check(self, stage: Stage, found: str, document: str) -> None:
        """Have RTEC find an exemption for a prescription of the patient, or nothing, and ask."""
        number = stage.issued.person.nhs_number
        held = _prescriptions.held_for(fixture("prescriptions")["typed"], number)
        stage.hold(held, "found by RTEC")
        prescription = held.prescriptions[0].id
        if found != NOTHING:
            stage.hold(HeldExemption(number, prescription, found), "found by RTEC")
        stage.do("check_exemption", needed=False, about=document, prescription_id=prescription)

    def _supply(self, stage: Stage, items: Sequence[Mapping[str, Any]], document: str) -> None:
        lines = [
            {
                "code": stage.own_code(item["role"]),
                "quantity": item["quantity"],
                "days_supply": 7,
                "dosage": stage.issued.words.dosage,
            }
            for item in items
        ]
        reason = stage.issued.words.reason
        given = lines[0] if len(lines) == 1 else {"items": lines}
        stage.do("supply_medicine", needed=False, about=document, reason=reason, **given)

    def _declare(self, stage: Stage, kind: str, document: str) -> None:
        person = stage.issued.person
        stage.do(
            "declare_exemption",
            needed=False,
            about=document,
            kind=kind,
            by="patient",
            name=f"{person.given} {person.family}",
            form="screen",
            signed=False,
            evidence_seen=False,
        )
