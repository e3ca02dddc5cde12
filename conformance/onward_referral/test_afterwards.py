"""What an onward referral by NHSmail leaves behind: at both pharmacies, with the practice, and in the claim.

Source: model of the project, docs/reference/onward-model.md.
"""

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotMet,
    NotShown,
    Unseen,
    criterion,
    expect,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mails import recipients
from .._shared.screen import looks, rows_of
from ._left_behind import (
    expect_claim,
    expect_closed,
    expect_no_claim,
    expect_not_closed,
    expect_not_notified,
    expect_notified,
)
from ._onward import TAKEN, Referred, each_done, each_stayed, each_tried


@criterion("ONW-06")
def test_the_first_pharmacy_sees_where_its_patient_went(evidence: EvidenceView):
    """The referral is no longer open there, and says which pharmacy has it; of who went elsewhere it names none."""
    unseen = Unseen()
    for found in each_done(evidence):
        with unseen:
            expect_closed(found)
    for found in each_stayed(evidence):
        expect_not_closed(found)
    unseen.tell()


@criterion("ONW-10")
def test_a_patient_who_is_on_the_way_is_not_sent_elsewhere(evidence: EvidenceView):
    """Once a pharmacy has taken a patient, another one is not sent them."""
    looked = False
    for found in each_tried(evidence):
        mails = delivered(found)
        addresses = sorted({address for mail in mails for address in recipients(mail)})
        if len(addresses) > 1:
            raise NotMet(
                "one pharmacy that has the patient",
                ", ".join(addresses),
                at="; and ".join(mail.where for mail in mails),
                todo="Refuse a second pharmacy, or take the first referral back.",
                exchanges=[mail.id for mail in mails],
                timing="repeated",
            )
        looked = looked or (bool(addresses) and len({seen.given["ods"] for seen in found.tries}) > 1)
    if not looked:
        raise NotShown("nobody was to be referred to a second pharmacy while a first one had them")


def delivered(found: Referred) -> list[ExchangeView]:
    """Give the e-mails about a patient that pharmacies have."""
    taken = [mail for mail in found.mails if mail.response.start.get("code") == TAKEN]
    return [mail for mail in taken if not mail.facts.get("undelivered")]


@criterion("ONW-11")
def test_the_claim_tells_of_the_onward_referral(evidence: EvidenceView):
    """One claim for the consultation: its outcome, the pharmacy, and no item; of who went elsewhere none says so."""
    evidence.all_together()
    unseen = Unseen()
    for found in each_done(evidence):
        with unseen:
            expect_claim(found)
    for found in each_stayed(evidence):
        with unseen:
            expect_no_claim(found)
    unseen.tell()


@criterion("ONW-12")
def test_the_practice_reads_where_its_patient_went(evidence: EvidenceView):
    """The notification names the pharmacy, and speaks of no supply; of who went elsewhere it names none."""
    evidence.all_together()
    unseen = Unseen()
    for found in each_done(evidence):
        with unseen:
            expect_notified(found)
    for found in each_stayed(evidence):
        with unseen:
            expect_not_notified(found)
    unseen.tell()


@criterion("ONW-13")
def test_a_pharmacy_of_ours_sees_the_patient_once(evidence: EvidenceView):
    """The other pharmacy's worklist shows the patient, in one row."""
    for found, apart in through(each_done(evidence)):
        with apart:
            person, report = found.issued["person"], found.issued["report"]
            for seen, alone in through(found.done):
                with alone:
                    ods = str(seen.given["ods"])
                    look = looks(found.journey, ods, seen.seq)[-1]
                    rows = rows_of(look, person["nhs_number"], [report["case_reference"], report["case_id"]])
                    todo = "Enter it once, whether by the e-mail or within the system."
                    once = f"the patient once on the worklist of {ods}"
                    expect(len(rows) == 1, once, Words(f"{len(rows)} times"), look, todo)
