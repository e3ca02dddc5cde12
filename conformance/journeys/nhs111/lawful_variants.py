"""NHS 111 sends a report in every lawful form that telephony suppliers are seen to send; each is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from typing import Any

from cpcs_harness.conditions.draws import pins_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.recorded import may_be_refused
from cpcs_harness.conditions.things import REPORT
from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.model import Report, Section
from cpcs_harness.people.plain import plain

from .._steps import nhs111 as _nhs111
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM

LATE = timedelta(hours=48)
_LONG = "\n".join(f"Line {n}: the patient said it again, and it was written down again." for n in range(900))

# Case ids are those of interface sheet nhs111-itk22, section 6.
CHANGES: dict[str, dict[str, Any]] = {
    "field": {"habits": "field", "number": "zeros", "local_id": "LOC-86"},  # A01
    "from-and-misspelt-namespace": {"habits": "tpp", "times": "none"},  # A02
    "message-id-is-tracking-id": {"habits": "cleric"},  # A04
    "restricted": {"habits": "ic24"},  # A06
    "verified-and-local-id": {"local_id": "LOC-06"},  # A07
    "local-id-alone": {"number": "absent", "local_id": "LOC-07"},  # A08
    "organisation-first": {"habits": "ic24", "addressing": "ods+dos"},  # A09
    "service-first": {"addressing": "dos+ods"},
    "organisation-alone": {"addressing": "ods"},
    "service-alone": {"addressing": "dos"},
    "suffix": {"addressing": "ods", "ods_suffix": "RPX"},
    "suffix-with-digits": {"addressing": "ods", "ods_suffix": "RPX02"},
    "practice-copied": {"practice_copied": True},  # A11
    "offset-of-hours": {"times": "hours"},  # A12
    "offset-of-minutes": {"times": "minutes"},
    "offset-ahead": {"times": "ahead"},
    "no-offset": {"times": "none"},
    "to-the-minute": {"times": "to-the-minute"},
    "fraction": {"times": "fraction"},
    "birth-month": {"birth_known": "month"},  # A13
    "birth-year": {"birth_known": "year"},
    "birth-unknown": {"birth_known": "unknown"},
    "gender-unknown": {"gender": "unknown"},
    "ids-in-another-order": {"forms": ("ids-reordered",)},  # A14
    "no-sender-address": {"forms": ("no-sender-address",)},  # A15
    "no-address": {"addressing": "none"},
    "payload-of-another-profile": {"forms": ("copies",)},  # A16
    "later-profile": {"forms": ("iuc-profile",)},  # A18
    "unknown-disposition": {  # A20
        "disposition_code": "Dx0999",
        "disposition_text": "Speak to a pharmacist about what no list has yet",
        "forms": ("other-list",),  # 3.5
    },
    "attachment": {"forms": ("attachment",)},  # A21
    "attachment-of-many-lines": {"forms": ("attachment-wrapped",)},
    "acknowledgement-asked-for": {"forms": ("ack-requested",)},  # A23
    "acknowledgement-asked-for-first": {"forms": ("ack-requested-first",)},
    "chunked": {"forms": ("chunked",)},  # A25
    "charset": {"forms": ("charset",)},
    "no-soap-action": {"forms": ("no-soapaction",)},
    "bare-soap-action": {"forms": ("bare-soapaction",)},
    "service-of-the-specification": {"forms": ("service-dms",)},  # A26
    "typed-organisation": {"forms": ("ods-typed",)},  # R15
    "number-unverified": {"number": "unverified"},  # R21
    "number-too-short": {"number": "short", "forms": ("called-verified",)},
    "number-with-wrong-check-digit": {"number": "bad-check"},
    "markup-within-markup": {"forms": ("nested-markup",)},  # A22
    "byte-order-mark": {"forms": ("utf-8-bom",)},  # R23
    "no-practice": {"names_practice": False},
    "not-ended": {"ended": False},
}

# What is written besides; no-break spaces are meant.
TEXTS: dict[str, Section] = {
    "nested-sections": _nhs111.HISTORY,  # A18
    "table": Section("Observations", "Reading\tValue\nTemperature\t38.5\nPulse\t88 a minute", "table"),  # A22
    "list": Section("Medicines", "Salbutamol inhaler\nParacetamol 500 mg\nNo others", "list"),
    "footnotes": Section("Taken", "At eight and at noon\nOn the patient's word\nNot seen", "footnotes"),
    "bold": Section("Warning", "Allergic to penicillin\nReaction: a rash", "bold"),
    "empty-section": Section("Information And Advice Given", ""),
    "character-data": Section(
        "Keyed", '"5 < 6 & 7 > 2": <b>not bold</b>, &amp; as it stands', "cdata"
    ),  # A24
    "many-scripts": Section(
        "Interpreter's notes",
        "\u0634\u0643\u0631\u0627 \u062c\u0632\u064a\u0644\u0627, \u05ea\u05d5\u05d3\u05d4 \u05e8\u05d1\u05d4\n"
        "\u0939\u093f\u0928\u094d\u0926\u0940, \u65e5\u672c\u8a9e, \u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac\n"
        "Mood: \U0001f642 then \U0001f468\u200d\U0001f469\u200d\U0001f467; pain Z\u0351\u0301 of 10",
    ),
    "no-break-spaces": Section("Doses", "5\u00a0mg twice a day\n10\u202fml at night, 20\u00a0ml at most"),
    "long-text": Section("Consultation in full", _LONG),
    "text-like-markup": Section(  # R29
        "<script>alert('title')</script>",
        "<script>alert(1)</script>\n<img src=x onerror=alert(2)>\n"
        "<linkHtml href='javascript:alert(3)'>here</linkHtml> & <style>body{display:none}</style>",
    ),
}


def _told_by(code: str, relationship: str, name: str) -> Callable[[Report], Report]:
    return lambda report: replace(report, caller=_nhs111.caller(report.person, code, relationship, name))


def _other_disposition(report: Report) -> Report:
    code = f"DispoCode{report.disposition_code}"
    return replace(report, disposition_code=code, gender="not specified", ods_suffix="RPX")


def _hard_name(report: Report) -> Report:
    given, family = "Zo\u00eb-\u00c1nne Si\u00e2n", f"{report.person.family} O\u2019Hara"
    return replace(report, person=replace(report.person, given=given, family=family))


def _without_advice(report: Report) -> Report:
    sections = tuple(section for section in report.sections if "Advice" not in section.title)
    return replace(report, sections=sections)


def _to_several(report: Report) -> Report:
    return replace(report, also_to=(_nhs111.foreign_pharmacy(report.premises),))


def _same(report: Report) -> Report:
    return report


SEVERAL_OF_OURS = "several-of-ours"
"""Addressed to each pharmacy of the candidate's: which these are the stage knows."""
FURTHER: dict[str, Callable[[Report], Report]] = {
    "disposition-with-a-word-before": _other_disposition,  # A05
    "several-pharmacies": _to_several,  # A10
    SEVERAL_OF_OURS: _same,  # S18
    "no-advice": _without_advice,  # A22
    "hard-name": _hard_name,  # A24
    "told-by-a-carer": _told_by("20", "Carer", "Jo Attwell"),
    "told-by-a-spouse": _told_by("01", "Spouse", "Lee Winterbourne"),
    "late": lambda report: replace(report, created=report.created - LATE),  # S13
}
RARE = ("flags-false", "comments", "cda-media-type", "header-of-others", "other-recipient")
"""Forms that few senders use, one each for reports that nobody may refuse (2.1, 2.2 and 3.4; SOAP 1.1, 4.2.3)."""
EITHER = ("no-sender-address", "no-address", "payload-of-another-profile", "later-profile")
"""Taken or refused, as the receiver's policy is (A15, A16, A18): they are not waited for."""


PINNED: dict[str, dict[str, str]] = {
    "disposition-with-a-word-before": {
        "gender": "not specified",
        "suffix of the ODS code": "RPX",
        "disposition's spelling": "Dx86",
        "addressing": "organisation alone",
    },
    SEVERAL_OF_OURS: {
        "suffix of the ODS code": "RPX",
        "addressing": "organisation alone",
    },  # one with, one without
    "no-address": {"suffix of the ODS code": "none"},
    "unknown-disposition": {"disposition's spelling": "Dx86", "time that it leaves": "the pathway's hours"},
    "told-by-a-carer": {"who rang": "a carer"},
    "told-by-a-spouse": {"who rang": "a spouse"},
    "hard-name": {"given names": "one", "family name": "named"},
}
"""What else forms are about, or leave nothing of."""
TO_BE_TAKEN = ("late",)
"""What is refused as late, and not for anything else, shows that nothing late is taken."""
_NOT_REFUSABLE = {
    "family name": "named",
    "disposition's words": "display name",
    "payloads besides": "none",
    "birth date": "the day",
    "form of times": "as the system writes it",
}


class LawfulVariants(_nhs111.TakesItk):
    """All are sent, then looked for at once, and each that is listed is opened."""

    id = "nhs111-lawful-variants"
    seconds = 4.5
    pathways = (MI, UM)
    title = "{service} referrals in every lawful form"
    draws = (REPORT,)
    may_be_refused = True

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin what each form is about; what is to be refused or taken as the policy is has nothing else refusable."""
        if not label:  # of the journey's own patient nothing is sent
            return {one.id: one.plain.id for one in conditions().of_messages[REPORT].dimensions.values()}
        pins = pins_of(conditions(), CHANGES.get(label, {})) | PINNED.get(label, {})
        return pins | (_NOT_REFUSABLE if label in (*EITHER, *TO_BE_TAKEN) else {})

    def run(self, stage: Stage) -> None:
        """Send, look, open; then read alerts and audit trail."""
        _referrals.sign_in(stage)
        stage.step("NHS 111 sends a report in every form that is seen")
        reports = {name: self._report(stage, name) for name in (*CHANGES, *TEXTS, *FURTHER)}
        _write_some_rarely(reports)
        sent = {name: (report, stage.send(report=report, variant=name)) for name, report in reports.items()}
        stage.step("The pharmacist opens all that were acknowledged, and others look at their worklists")
        due = _nhs111.taken([pair for name, pair in sent.items() if name not in EITHER])
        stage.look_for(due)
        for premises in stage.premises:  # before anything is opened: an alert may go when it is
            stage.do("list_alerts", needed=False, at=premises)
        _referrals.find_and_open(stage, due)
        _referrals.open_if_listed(stage, _nhs111.taken([sent[name] for name in EITHER]))
        _nhs111.look_at_other_pharmacies(stage)
        stage.step("Alerts and audit trail are read")
        for premises in stage.premises:
            stage.do("list_alerts", needed=False, at=premises)
        stage.do("read_audit", needed=False)

    def _report(self, stage: Stage, name: str) -> Report:
        report = stage.another(name).report
        changes = CHANGES.get(name, {})
        report = replace(report, **{**changes, "forms": (*report.forms, *changes.get("forms", ()))})
        if name in TEXTS:
            report = replace(report, sections=(*report.sections, TEXTS[name]))
        if name in FURTHER:
            report = FURTHER[name](report)
        if name == SEVERAL_OF_OURS:
            others = [premises for premises in stage.premises if premises.ods != report.premises.ods]
            report = replace(report, also_to=tuple(others))
        return report


def _write_some_rarely(reports: dict[str, Report]) -> None:
    """Give the reports that have to be taken one rare form each, by turns."""
    due = [
        name for name, report in reports.items() if name not in EITHER and not may_be_refused(plain(report))
    ]
    for name, form in zip(due, cycle(RARE), strict=False):
        reports[name] = replace(reports[name], forms=(*reports[name].forms, form))
