"""Patients are referred to the pharmacy that they choose, by NHSmail; two are not referred anywhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.mailbox import HeldMailbox
from cpcs_harness.stalls import fair_now

from .._steps import onward as _onward
from .._steps import referrals as _referrals
from .._steps.pathways import UM

NHSMAIL, FHIR = "nhsmail", "fhir"
STRIKES_SECONDS = 5.0
"""How long the first of two messages is waited for."""
LATE_SECONDS = 1.0
"""How long NHSmail takes over the first of two: the second press comes within."""

BY_EMAIL = "across midnight"
"""Whose practice takes no documents by MESH, so that an e-mail tells it."""


class OnwardByNhsmail(Journey):
    """At night, on a bank holiday, across midnight; nobody in range; and one who goes elsewhere."""

    id = "onward-by-nhsmail"
    seconds = 3.0
    pathways = (UM,)
    title = "Urgent medicine, referred onward by NHSmail"

    def run(self, stage: Stage) -> None:
        """See each patient, refer those who choose a pharmacy, twice by two hands; tell practices, and claim."""
        patients = _onward.refer_in(stage, "by-nhsmail")
        stage.step("The pharmacist sees each patient, and looks for pharmacies nearby")
        for patient in patients.values():
            patient.consult()
        stage.step("Those who choose a pharmacy are referred there, one by two hands at once")
        both = patients[""]
        self._by_two_hands(stage, both)
        for patient in patients.values():
            for ods in patient.chosen if patient is not both else ():
                patient.refer(ods, NHSMAIL)
        stage.step("It is done once more, and then for another pharmacy")
        again = patients[""]
        for ods in (*again.chosen, "FX506"):
            again.refer(ods, NHSMAIL)
        stage.step("Practices are told, one by e-mail, claims are made, and the referrals looked at")
        by_email = patients[BY_EMAIL].case
        stage.hold(HeldMailbox(by_email.person.practice.ods, ()), BY_EMAIL)
        for patient in patients.values():
            patient.tell_and_claim()
        stage.do("worklist")
        _referrals.collect(stage)  # whoever has MESH find the practice learns by a report that it takes none
        by_email.do("notify_gp")

    def _by_two_hands(self, stage: Stage, patient: _onward.Patient) -> None:
        """Refer a patient to one pharmacy twice, the second time while NHSmail has not answered the first."""
        (ods,) = patient.chosen
        late = stage.fault(
            "answers late", "nhsmail", "submit", about=_onward.address(ods), delay=LATE_SECONDS
        )
        with ThreadPoolExecutor(1, thread_name_prefix="onward") as pool:
            first = pool.submit(patient.refer, ods, NHSMAIL)
            deadline = fair_now() + STRIKES_SECONDS
            while fair_now() < deadline and late.times and not first.done():
                stage.wait(0.02)
            patient.refer(ods, NHSMAIL)
            first.result()


class OnwardAtOddHours(Journey):
    """At midnight, and in the nights in which clocks change; to who is shut, and to who has no address on the list."""

    id = "onward-at-odd-hours"
    seconds = 2.5
    pathways = (UM,)
    title = "Urgent medicine, referred onward at odd hours"

    def run(self, stage: Stage) -> None:
        """See each patient, and refer them where they choose to go."""
        patients = _onward.refer_in(stage, "odd-hours")
        stage.step("The pharmacist sees each patient, and looks for pharmacies nearby")
        for patient in patients.values():
            patient.consult()
        stage.step("Each is referred to the pharmacy that they chose, and the referral looked at")
        for patient in patients.values():
            patient.refer(patient.chosen[0], NHSMAIL)
            patient.case.open()


class OnwardRefused(Journey):
    """The mailbox of the chosen pharmacy refuses, or the first of its addresses in DoS does, or no answer comes."""

    id = "onward-refused"
    seconds = 2.0
    pathways = (UM,)
    title = "Urgent medicine, the onward referral is not taken"

    def run(self, stage: Stage) -> None:
        """Refer, see that it was not taken, and refer again."""
        patients = _onward.refer_in(stage, "refused")
        stage.step("The pharmacist sees each patient")
        for patient in patients.values():
            patient.consult()
        second = patients["no answer"]
        stage.step("The chosen pharmacy's mailbox refuses the referral, or the first of its addresses does")
        for refused in (patients[""], patients["first address"]):
            refused.refer(refused.chosen[0], NHSMAIL)
            refused.case.open()
        stage.step("NHSmail takes a referral, and the connection breaks before it says so")
        to = _onward.address(second.chosen[0])  # whoever sends what waits meanwhile does not meet it
        stage.fault("answer lost", "nhsmail", "submit", about=to, drop=True)
        second.refer(second.chosen[0], NHSMAIL)
        second.case.open()
        stage.step("Each is referred again")
        for patient in patients.values():
            patient.refer(patient.chosen[1], NHSMAIL)
            patient.tell_and_claim()
        stage.do("worklist")


class OnwardBounced(Journey):
    """The e-mail comes back hours later: the address is unknown, or the mailbox full."""

    id = "onward-bounced"
    seconds = 2.0
    pathways = (UM,)
    title = "Urgent medicine, the onward referral comes back"
    asked_for_by = "[options] MI-GPR-E"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only where the system reads the mailbox; elsewhere it is people who find what came back."""
        return "mailbox-ingest" in declaration.options_of("MI-GPR-E")

    def run(self, stage: Stage) -> None:
        """Refer; have the mailbox read; look; and refer to the next pharmacy, from which one comes back as well."""
        patients = _onward.refer_in(stage, "bounced")
        stage.step("The pharmacist sees each patient, and refers them")
        for patient in patients.values():
            patient.consult()
            patient.refer(patient.chosen[0], NHSMAIL)
        last = max(len(patient.chosen) for patient in patients.values())
        for place in range(1, last):
            referred = [patient for patient in patients.values() if len(patient.chosen) > place]
            stage.step("E-mails come back, and the mailbox is read")
            _referrals.collect(stage)
            stage.do("list_alerts", needed=False)
            for patient in referred:
                patient.case.open()
            stage.step("Whose e-mail came back is referred to the next pharmacy")
            for patient in referred:
                patient.refer(patient.chosen[place], NHSMAIL)
        for patient in patients.values():
            patient.tell_and_claim()


class OnwardToOurOwn(Journey):
    """The chosen pharmacy is another one that the system serves; one patient goes there by NHSmail, and one by FHIR."""

    id = "onward-to-our-own"
    seconds = 1.5
    pathways = (UM,)
    title = "Urgent medicine, referred onward to another pharmacy of the system"

    def run(self, stage: Stage) -> None:
        """Refer, and look at both worklists."""
        there = stage.other_premises()
        place = _onward.own_service(there)
        patients = _onward.refer_in(stage, "to-our-own", place)
        stage.step("The pharmacist sees each patient, and refers them to the other pharmacy")
        for label, patient in patients.items():
            patient.consult()
            patient.refer_to(place, FHIR if label else NHSMAIL)
            patient.case.open()
        stage.step("The other pharmacy reads its mailbox, twice, and looks at its worklist")
        for _ in range(2):
            _referrals.collect(stage, there)
        stage.do("worklist", at=there)
        stage.step("The first pharmacy looks at its own")
        stage.do("worklist")
