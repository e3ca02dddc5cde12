"""The 111 Adaptor hands reports on: one that is played, through a broker, or the supplier's own, which takes ITK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Parent, Report, Section

from .._steps import nhs111 as _nhs111
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM
from . import online as _online

UNREADABLE = ("not-json", "no-patient", "unknown-recipient")
SPOILED = ("no-body", "no-object", "not-utf-8", "nested-deep")
"""What is wrong with the bytes of further bundles, of the patient of the one that cannot be parsed."""
BEFORE_THE_ADAPTOR = {
    "not-json": "not-xml",
    "no-body": "empty",
    "no-object": "json",
    "not-utf-8": "invalid-utf-8",
    "nested-deep": "truncated",
}
"""What stands for a damage of the bundle where the harness sends ITK to the supplier's own adaptor."""
TELEPHONE = {MI.id: "MI-N111-E", UM.id: "UM-N111-E"}
ONLINE = {UM.id: "UM-N111O-E"}
"""In whose options a candidate declares that it stands behind the 111 Adaptor, for reports by telephone and online."""
CORRECTION = "Correction: the patient is allergic to penicillin"


class Nhs111Adaptor(Journey):
    """A report in the adaptor's form, the same again, a newer version, and what cannot be read."""

    id = "nhs111-adaptor"
    pathways = (MI, UM)
    title = "{a_service} referral through the 111 Adaptor"

    asked_for_by = "[adaptor] and [options]"
    requirements: ClassVar[Mapping[str, str]] = TELEPHONE

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only behind an adaptor."""
        options = declaration.options_of(cls.requirements[cls.pathway])
        return declaration.adaptor is not None and "111-adaptor" in options

    def run(self, stage: Stage) -> None:
        """Hand on, open; hand on again, and a newer version; then what cannot be read, and a sound one after it."""
        _referrals.sign_in(stage)
        report = stage.issued.report
        stage.step("The adaptor hands a report on")
        self._hand(stage, report)
        _referrals.find_and_open(stage, [report])
        if len(stage.premises) > 1:
            stage.do("worklist", at=stage.other_premises())
        self._hand_on_again(stage)
        self._hand_on_unreadable(stage)

    def _hand(self, stage: Stage, report: Report, damage: str = "") -> None:
        """Hand a report on: as the adaptor's bundle, or as ITK to the adaptor that the supplier runs."""
        behind = stage.declaration.adaptor
        if behind is not None and behind.mode == "own":
            stage.send(BEFORE_THE_ADAPTOR.get(damage, damage), report=report, variant=damage)
        else:
            stage.publish(report, damage=damage)

    def _hand_copy(self, stage: Stage, report: Report) -> None:
        """Hand another report about a patient on, which is for information alone."""
        self._hand(stage, replace(_nhs111.another_of(report, "copy"), interaction="copy"))

    def _hand_on_again(self, stage: Stage) -> None:
        stage.step("The same bundle comes twice, and then a newer version")
        report = stage.issued.report
        self._hand(stage, report)
        self._hand(stage, _nhs111.renewed(report))
        # The queue is worked off in order: when this patient is listed, what came before has been read.
        marker = stage.another("after the repeats").report
        self._hand(stage, marker)
        stage.look_for([marker])
        stage.step("A newer version of the report comes")
        newer = newer_version(report)
        self._hand(stage, newer)
        marker = stage.another("after the newer version").report
        self._hand(stage, marker)
        stage.look_for([marker])
        _referrals.find_and_open(stage, [newer])

    def _hand_on_unreadable(self, stage: Stage) -> None:
        stage.step("A copy for information comes, bundles that cannot be read, and a sound one after them")
        # Of whoever's bundle cannot even be parsed nothing else is listed.
        self._hand_copy(stage, stage.another(UNREADABLE[0]).report)
        for damage in UNREADABLE:
            self._hand(stage, stage.another(damage).report, damage)
        for damage in SPOILED:
            self._hand(stage, _nhs111.another_of(stage.another(UNREADABLE[0]).report, damage), damage)
        sound = _nhs111.with_history(stage.another("after the unreadable ones").report)
        carer = _nhs111.caller(sound.person, "20", "Carer", "Jo Attwell")
        sound = replace(sound, number="unverified", caller=carer, birth_known="year")
        self._hand(stage, sound)
        _referrals.find_and_open(stage, [sound])


class Nhs111AdaptorOnline(Nhs111Adaptor):
    """A report of NHS 111 online in the adaptor's form."""

    id = "nhs111-adaptor-online-um"
    pathways = (UM,)
    title = "Urgent medicine referral of NHS 111 online through the 111 Adaptor"
    requirements = ONLINE

    def run(self, stage: Stage) -> None:
        """Hand on, and open; then a copy for information, and another report after it."""
        _referrals.sign_in(stage)
        report = _online.known(stage.issued.report)
        stage.step("The adaptor hands a report of NHS 111 online on")
        self._hand(stage, report)
        _referrals.find_and_open(stage, [report])
        if len(stage.premises) > 1:
            stage.do("worklist", at=stage.other_premises())
        stage.step("The adaptor hands a copy for information on, and a report after it")
        # Whom NHS 111 online has not traced has no NHS number, and comes as a patient without an identifier.
        sound = replace(_online.known(stage.another("after the copy").report), number="absent")
        self._hand_copy(stage, _online.known(stage.another("a copy").report))
        self._hand(stage, sound)
        _referrals.find_and_open(stage, [sound])


def newer_version(report: Report) -> Report:
    """Give the next version of a report, with a correction at the head of its text."""
    first, *others = report.sections
    corrected = replace(first, text=f"{CORRECTION}\n{first.text}")
    sections: tuple[Section, ...] = (corrected, *others)
    return replace(
        report,
        document_id=_referrals.next_id(report.document_id, "newer"),
        message_id=_referrals.next_id(report.message_id, "newer"),
        tracking_id=_referrals.next_id(report.tracking_id, "newer"),
        version=report.version + 1,
        parent=Parent(report.document_id, report.set_id, report.version),
        sections=sections,
    )
