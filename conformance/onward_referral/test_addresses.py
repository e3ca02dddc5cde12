"""A pharmacy that has several addresses: which is written to, and which next, where the first does not take the e-mail.

Source: the directory's own table, endpoints by scenario and order (interface sheet dos-eps-rtec-scr-dmd, section 2.9,
check 39); model of the project, docs/reference/onward-model.md.
"""

from __future__ import annotations

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect
from cpcs_harness.judging.in_words import Words

from .._shared.mail_domains import is_secure
from .._shared.mails import recipients
from ._addresses import listed_address, ranked_in_dos
from ._onward import TAKEN, Referred, each_tried, is_refused

TODO = "Where an address refuses, go on to the next secure one that DoS has for referrals, in its order."


@criterion("ONW-18")
def test_where_an_address_refuses_the_next_is_written_to(evidence: EvidenceView):
    """One after another, in DoS's order, of those for referrals; and none after the one that took it."""
    looked = [found for found in each_tried(evidence) if is_to_go_on(found)]
    if not looked:
        raise NotShown("no first of several addresses refused an onward referral")
    for found in looked:
        due = addresses(found)
        written = [address for mail in found.mails for address in recipients(mail)]
        order = sorted(set(written), key=written.index)
        taken = [mail for mail in found.mails if mail.response.start.get("code") == TAKEN]
        where = found.mails[-1]
        expect(order == due[: len(order)], f"{' and then '.join(due)}", " and then ".join(order), where, TODO)
        expect(
            len(taken) == 1,
            f"{found.name} taken in at {due[1]}",
            Words(f"{len(taken)} e-mails that were taken"),
            where,
            TODO,
        )


@criterion("ONW-18")
def test_an_address_that_dos_alone_has_is_written_to(evidence: EvidenceView):
    """Where nothing is listed of the pharmacy, and DoS has a secure address, the first of these is written to first."""
    looked = False
    for found in each_tried(evidence):
        first, due = found.tries[0], addresses(found)
        if due and not listed_address(found.journey, first) and found.of("record_consultation"):
            looked = True
            written = [address for mail in found.mails for address in recipients(mail)]
            expect(written[:1] == due[:1], f"an e-mail to {due[0]}", written or Words("none"), first, TODO)
    if not looked:
        raise NotShown("nobody chose a pharmacy whose secure address DoS alone has")


def addresses(found: Referred) -> list[str]:
    """Give the secure addresses of the pharmacy that a patient chose, as DoS ranks them for a referral."""
    ranked = ranked_in_dos(found.journey, found.tries[0].given["ods"])
    return [address for address in ranked if is_secure(address)]


def is_to_go_on(found: Referred) -> bool:
    """Say whether an address refused, the pharmacy has another, and the patient was to be referred there again."""
    again = len({str(seen.given["ods"]) for seen in found.tries}) == 1 and len(found.tries) > 1
    return again and len(addresses(found)) > 1 and any(map(is_refused, found.mails))
