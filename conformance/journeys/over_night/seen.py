"""A patient who is referred before midnight, or before clocks change, and told of and claimed for afterwards.

Source: NHSBSA, Community Pharmacist Consultation Service page: the month of a claim is that of the assessment
(interface sheet mesh-itk3-nhsmail-mys, section D2); Summer Time Act 1972.
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.age import Age
from cpcs_harness.people.directory import HeldServices

from .._steps import nights as _nights
from .._steps import notifications as _notifications
from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.dos_cases import held_services
from .._steps.pathways import MI, UM

LATER = "later"
"""The patient who is referred after the turn."""
EARLY_HOURS = {"name": "Early Hours", "hours": "by-day", "dates": ["+0 02:00-04:00"]}


class _SeenOverNight(Journey):
    """The shared way; each night is a journey of its own."""

    pathways = (MI, UM)
    age = Age(35, 100)  # for whom a token is printed
    before: bool = False
    """The patient is seen before the turn, and told of and claimed for after it."""
    claimed_before: bool = False
    """And claimed for before it, too, where the answer is lost; and the practice is told before it."""

    def run(self, stage: Stage) -> None:
        """Refer; see the patient before or after the turn; tell, claim, and look at what came when."""
        _parts.sign_in_and_enrol(stage)
        _parts.receive_and_open(stage)
        _parts.trace_on_pds(stage)
        if self.before:
            self._see(stage)
        if self.claimed_before:
            stage.step("It is claimed for, and MYS's answer is lost")
            stage.fault("answer lost", "mys", "submit_claim", drop=True)
            stage.do("submit_claims", needed=False)
            stage.do("notify_gp", needed=False)
        stage.step("Some minutes later another patient is referred")
        stage.next_moment()
        stage.send(report=stage.another(LATER).report)
        stage.do("worklist", needed=False)
        stage.do("open_referral", needed=False, about=stage.issued.report.document_id)
        if not self.before:
            self._see(stage)
        stage.step("The practice is told")
        stage.do("notify_gp", needed=False)
        self._refuse(stage)
        _parts.claim_and_look_again(stage)
        if self.pathway == UM.id:
            self._look_for_pharmacies(stage)

    def _refuse(self, stage: Stage) -> None:
        """Have the practice refuse what it was told over MESH; an e-mail comes back in its place."""
        stage.step("The practice does not know the patient, or has no such mailbox")
        _notifications.refuse(stage)
        _notifications.look(stage)
        stage.do("list_alerts", needed=False)
        if self.pathway == UM.id:
            stage.do("notify_gp", needed=False)  # of an e-mail that came back it would send another

    def _see(self, stage: Stage) -> None:
        stage.step("The pharmacist sees the patient")
        urgent = self.pathway == UM.id
        if urgent:
            _referrals.supply(stage, about=stage.issued.report.document_id)
        stage.try_to(
            "record_consultation",
            **_referrals.consultation(
                stage.issued, "medicine-supplied" if urgent else "advice-given", stage.now()
            )
            | ({} if urgent else {"products": [_referrals.product(stage)]}),
        )
        stage.try_to("complete")
        if urgent:
            stage.do("print_token", needed=False, about=stage.issued.report.document_id)

    def _look_for_pharmacies(self, stage: Stage) -> None:
        postcode = stage.issued.person.postcode
        stage.hold(HeldServices(postcode, held_services([EARLY_HOURS])), "open at night")
        stage.step("The pharmacist looks for a pharmacy that is open at night")
        stage.do("find_pharmacies", needed=False, about="open at night", postcode=postcode)


class NewYear(_SeenOverNight):
    """Seen in the old year, told of and claimed for in the new one."""

    id = "new-year"
    title = "{service}, seen in the old year and claimed for in the new one"
    clock = _nights.NEW_YEAR
    before = True


class ClaimedInBothYears(NewYear):
    """Claimed for in the old year, when the answer is lost, and again in the new one."""

    id = "claimed-in-both-years"
    title = "{service}, seen in the old year and claimed for in both"
    claimed_before = True


class LeapDay(_SeenOverNight):
    """Referred on 28 February, and seen on the 29th."""

    id = "leap-day"
    title = "{service}, seen on a 29 February"
    clock = _nights.LEAP_DAY


class ClocksGoForward(_SeenOverNight):
    """Referred before the clocks go forward, and seen afterwards."""

    id = "clocks-go-forward"
    title = "{service}, seen when the clocks have gone forward"
    clock = _nights.CLOCKS_GO_FORWARD


class SummerMonth(_SeenOverNight):
    """Referred on 30 June, and seen on 1 July, which is 30 June in UTC."""

    id = "summer-month"
    title = "{service}, seen in the first hour of July"
    clock = _nights.SUMMER_MONTH


class ClocksGoBack(_SeenOverNight):
    """Referred in the first of two hours that are called alike, and seen in the second."""

    id = "clocks-go-back"
    title = "{service}, seen in the hour that comes twice"
    clock = _nights.CLOCKS_GO_BACK
