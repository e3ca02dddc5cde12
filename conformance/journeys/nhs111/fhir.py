"""NHS 111 refers by FHIR."""

from __future__ import annotations

from dataclasses import replace

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Report
from cpcs_harness.people.written import Place

from .._steps import nhs111 as _nhs111
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM
from . import online as _online

BROKEN = (
    "not-json",
    "wrong-resource",
    "no-patient",
    "unknown-recipient",
    "dangling-reference",
    "nhs-number-bad",
)

NEAR_MISSES = (
    *("focus-elsewhere", "subject-elsewhere", "other-event"),
    *("no-body", "no-object", "not-utf-8", "nested-deep"),
)
"""What is sound but for one word, or for how it is written: for the patient of the dangling reference."""
NUMBER = "number-for-text"
"""A family name that is a number: it may be refused, or taken as another referral of the last patient."""
LOCAL_ID = "4857773456"
"""The provider's own number for a patient: ten digits, as an NHS number has."""


class Nhs111Fhir(Journey):
    """A referral by FHIR, the same again, changed and taken back, and broken ones."""

    id = "nhs111-fhir"
    pathways = (MI, UM)
    title = "{a_service} referral by FHIR"

    asked_for_by = "[fhir] url"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only where the system takes referrals by FHIR."""
        return bool(declaration.fhir_url)

    def written(self, report: Report) -> Report:
        """Give a report as whoever refers here writes it."""
        return report

    def run(self, stage: Stage) -> None:
        """Send and open; send again, change, take back; then send what is broken, and a sound one after it."""
        _referrals.sign_in(stage)
        report = self.written(stage.issued.report)
        stage.step("NHS 111 sends the referral by FHIR")
        stage.send_fhir(report)
        _referrals.find_and_open(stage, [report])
        self._send_again(stage)
        self._change_and_take_back(stage)
        self._send_broken(stage)

    def _send_again(self, stage: Stage) -> None:
        stage.step("NHS 111 sends the same message again, and the same referral in another message")
        report = self.written(stage.issued.report)
        stage.send_fhir(report)
        stage.send_fhir(_nhs111.renewed(report))
        stage.do("worklist")

    def _change_and_take_back(self, stage: Stage) -> None:
        stage.step("NHS 111 changes the referral, and then takes it back")
        newer = _known_as(_nhs111.next_version(self.written(stage.issued.report)), "nickname first")
        stage.send_fhir(newer)
        self._open_until_it_is_shown(stage, newer)
        stage.send_fhir(_nhs111.nullifying(newer))
        _nhs111.look_until_withdrawn(stage, newer)

    def _open_until_it_is_shown(self, stage: Stage, newer: Report) -> None:
        """Open the referral until it has the newer words: its row was there before, so that nobody waits for it."""
        row = stage.look_for([newer]).get(newer.document_id)
        if row is not None:
            words = newer.sections[0].text
            _nhs111.look_until(
                stage, lambda: words in str(stage.open(newer, row).observation.get("sections"))
            )

    def _send_broken(self, stage: Stage) -> None:
        stage.step("Broken messages come, and a sound one after them")
        broken = [(damage, self.written(stage.another(damage).report)) for damage in BROKEN]
        near = self.written(stage.another("dangling-reference").report)
        broken += [(damage, _nhs111.another_of(near, damage)) for damage in NEAR_MISSES]
        for damage, report in broken:
            stage.send_fhir(report, damage=damage)
        sound = _nhs111.with_history(self.written(stage.another("after the broken ones").report))
        carer = _nhs111.caller(sound.person, "", "Neighbour's daughter", "Jo Attwell")
        sound = replace(sound, number="unverified", caller=carer, birth_known="year")
        broken.append((NUMBER, _another_case(sound, NUMBER)))
        stage.send_fhir(broken[-1][1], damage=NUMBER)
        further = [self._in_full(stage, sound), self._at_least(sound)]
        for report in (sound, *further):
            stage.send_fhir(report)
        _referrals.find_and_open(stage, [sound, *further])
        _referrals.open_if_listed(stage, [report for _, report in broken])
        stage.do("read_audit", needed=False)

    def _in_full(self, stage: Stage, sound: Report) -> Report:
        """Give another referral of a patient: a number of the provider's, and where they are, stand before others."""
        report = _another_case(sound, "in full")
        elsewhere = Place(("Flat 2, The Maltings", "7 Quay Street"), "ZZ99 3CZ")
        report = _known_as(report, "nickname after")
        written = replace(report.written, elsewhere=elsewhere, email="kit@example.com")
        far = _nhs111.foreign_pharmacy(stage.issued.premises)
        return replace(
            report, number="verified", local_id=LOCAL_ID, also_to=(far,), written=written, forms=("in-full",)
        )

    def _at_least(self, sound: Report) -> Report:
        """Give another referral of a patient, with no more than FHIR asks for: no number but the provider's."""
        report = _another_case(sound, "at least")
        return replace(report, number="absent", local_id=LOCAL_ID, gender="unknown", forms=("at-least",))


def _known_as(report: Report, names: str) -> Report:
    """Give a report with a nickname, which stands before or after the patient's own name."""
    return replace(report, written=replace(report.written, names=names, nickname="Kit"))


def _another_case(report: Report, what: str) -> Report:
    """Give a referral of the same patient in a case of its own, whose id has a digit more, another for each `what`."""
    case = f"{report.case_id}{len(what)}"
    other = _nhs111.another_of(report, what)
    return replace(other, case_reference=_referrals.next_id(report.case_reference, what), case_id=case)


class Nhs111FhirOnline(Nhs111Fhir):
    """A referral of NHS 111 online by FHIR, the same again, changed and taken back, and broken ones."""

    id = "nhs111-fhir-online-um"
    pathways = (UM,)
    title = "Urgent medicine referral of NHS 111 online by FHIR"

    def written(self, report: Report) -> Report:
        """Give a report as NHS 111 online writes it where it knows number and practice."""
        return _online.known(report)
