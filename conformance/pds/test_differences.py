"""PDS describes a patient otherwise than the referral does.

Source: PDS Spine Mini Service, client requirements, TRCCNF (interface sheet pds-smsp-auth, section 14, checks C32 and
C84).
"""

from cpcs_harness.judging import EvidenceView, JourneyView, criterion, expect, expect_equal, through

from .._shared.screen import digits, expect_name
from ._records import done, labelled, looks_at, number_in, told_of
from ._requests import issued_to, steps

DIFFERING = ("twin", "name-changed", "other-birth-date")
ANOTHERS = "anothers-number"
DIFFERS, HISTORIC = "differs", "historic"


@criterion("PDS-28")
def test_what_differs_from_the_referral_is_told(evidence: EvidenceView):
    """Name or birth date: told before the record is adopted and after; the referral stays as it was sent."""
    for (journey, label), apart in through(labelled(evidence, *DIFFERING)):
        with apart:
            chosen = done(journey, label, "choose_patient")[-1]
            for seen in looks_at(journey, label):
                todo = "Compare name and birth date with the referral, and show what differs."
                told = DIFFERS in told_of(seen) or (label == "name-changed" and HISTORIC in told_of(seen))
                expect(told, f"a notice {DIFFERS}", sorted(told_of(seen)), seen, todo)
            for seen, alone in through(done(journey, label, "open_referral", chosen.seq)):
                with alone:
                    _expect_as_sent(journey, label, seen)
    for (journey, label), apart in through(labelled(evidence, ANOTHERS)):
        with apart:
            _expect_noticed(journey, label)


def _expect_as_sent(journey: JourneyView, label: str, seen) -> None:
    """Raise NotMet unless the referral's own patient is still shown as NHS 111 described them."""
    sent = [
        call.facts["report"]["person"]
        for call in journey.sent("nhs111")
        if call.facts["report"]["document_id"] == issued_to(journey, label)["report"]["document_id"]
    ]
    patient, todo = (
        seen.shown.get("patient") or {},
        "Overwrite nothing of the referral without being told to.",
    )
    for person in sent[-1:]:
        expect_name("the referral's family name", person["family"], patient.get("family"), seen, todo)
        expect_name("the referral's given name", person["given"], patient.get("given"), seen, todo)
        expect_equal("the referral's birth date", person["birth_date"], patient.get("birth_date"), seen, todo)


def _expect_noticed(journey: JourneyView, label: str) -> None:
    """Raise NotMet where the record of another patient was adopted and nothing said; in the end it is the right one."""
    own = issued_to(journey, label)["person"]["nhs_number"]
    todo = "Name and birth date are another patient's: say so before anything is adopted."
    searched = done(journey, label, "find_patient")[0]
    tried = steps(journey, label, "choose_patient")[0]
    told = DIFFERS in told_of(searched) | told_of(tried)
    expect(tried.status != "done" or told, f"a notice {DIFFERS}, or a refusal", "adopted", tried, todo)
    last = done(journey, label, "open_referral")[-1]
    expect_equal("the number adopted in the end", own, digits(number_in(last)), last, todo)
