"""NHS 111 online sends urgent medicine requests: often without number and practice, and twice where they were changed.

Source: interface sheet nhs111-itk22, section 4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.model import Report, Section

from .._steps import nhs111 as _nhs111
from .._steps import referrals as _referrals
from .._steps.pathways import UM

TITLES = (
    "Patient's Reported Condition",
    "Pathways Disposition",
    "Consultation Summary",
    "Pathways Assessment",
)
TYPED = "I can't find it anywhere & the surgery is shut.\n<3 puffs left in the old one, if any; I wheeze at night."


def online(report: Report, **changes: Any) -> Report:
    """Give the report as NHS 111 online writes it: little is known of the patient, and the case id is short."""
    reference = report.case_reference.lower()
    short = f"111-ONLINE-{reference[:5].upper()}"
    texts = {section.title: section for section in report.sections}
    outcome = f"{report.disposition_text}({report.disposition_code})"
    chosen = f"Selected care service:\n{report.premises.name}"
    texts[TITLES[1]] = replace(texts[TITLES[1]], text=f"{outcome}\n{chosen}")
    texts[TITLES[2]] = Section(TITLES[2], TYPED)
    made = replace(
        report,
        sender="online",
        habits="online",
        case_reference=reference,
        case_id=short,
        local_id=short,
        number="absent",
        names_practice=False,
        ended=False,
        caller=_nhs111.caller(report.person, "21", "Self", report.person.family),
        sections=tuple(texts[title] for title in TITLES),
    )
    return replace(made, **changes)


def known(report: Report) -> Report:
    """Give the report as NHS 111 online writes it of a patient whose number and practice it knows."""
    return online(report, number="verified", names_practice=True)


def _third_party(report: Report) -> Report:
    spouse = _nhs111.caller(report.person, "01", "Spouse", "Lee Winterbourne")
    return replace(online(report), caller=spouse)


AT_HOME = "untraced"
VARIANTS: dict[str, Callable[[Report], Report]] = {
    AT_HOME: online,  # A03
    "third-party": _third_party,
    "year-of-birth": lambda report: online(report, birth_known="year"),
    "traced": lambda report: online(report, number="verified"),
}


class Nhs111Online(_nhs111.TakesItk):
    """Each form, two cases whose short ids are the same, and a request that was changed and sent again."""

    id = "nhs111-online-um"
    pathways = (UM,)
    title = "Urgent medicine referrals of NHS 111 online"

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Have one patient be at home: NHS 111 online then sends their home for a second use."""
        return {"where the patient is": "at home"} if label == AT_HOME else {}

    def run(self, stage: Stage) -> None:
        """Send all, then open all that is listed."""
        _referrals.sign_in(stage)
        reports = {name: made(stage.another(name).report) for name, made in VARIANTS.items()}
        reports["short-id"] = online(stage.issued.report)
        reports["same-short-id"] = self._colliding(stage, reports["short-id"])
        stage.step("Staff key in what one of the patients rang about; its case has that short id as well")
        told = replace(reports["traced"], case_id=reports["short-id"].case_id)
        given = _referrals.keyed_from_nhs111(told, UM.id)
        stage.do("key_referral", needed=False, about=told.document_id, **given)
        stage.step("NHS 111 online sends what patients asked for")
        reports["submitted"] = online(stage.another("submitted").report)
        reports["submitted-again"] = _changed(reports["submitted"])
        sent = [(report, stage.send(report=report, variant=name)) for name, report in reports.items()]
        stage.step("The pharmacist opens all that is listed")
        taken = _nhs111.taken(sent)
        stage.look_for(taken)
        seen = stage.do("worklist")
        for report in taken:
            for row in _referrals.rows_about(report, seen):
                stage.open(report, row)

    def _colliding(self, stage: Stage, other: Report) -> Report:
        """Give another patient's case whose id begins with the same five characters, and is then cut to them."""
        report = stage.another("same-short-id").report
        reference = f"{other.case_reference[:5]}{report.case_reference[5:]}".upper()
        return online(replace(report, case_reference=reference))


def _changed(report: Report) -> Report:
    """Give what the patient sent after changing the answers: another document and set of the same case."""
    changed = tuple(
        replace(section, text=f"{_nhs111.CORRECTION}\nI need two, one for school.")
        if section.title == TITLES[2]
        else section
        for section in report.sections
    )
    document_id, set_id = (
        _referrals.next_id(held, "changed") for held in (report.document_id, report.set_id)
    )
    return replace(_nhs111.renewed(report), document_id=document_id, set_id=set_id, sections=changed)
