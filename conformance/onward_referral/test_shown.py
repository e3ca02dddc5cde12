"""What a screen says of an onward referral is what was asked for, and what came of it.

Source: CPCS Technical Toolkit, June 2021, Onward referral to pharmacy (outbound); RFC 5321, replies.
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, NotShown, ObservationView, criterion, expect, expect_none
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.mails import message_id, recipients
from .._shared.screen import shown_again
from .._shared.text import plain_name
from .._shared.told_before import was_told
from ._onward import TAKEN, Referred, each_tried, onward_of

OPEN = "open_referral"
SENT, NOT_SENT = "sent", ("refused", "failed")
LATEST = "Show what was answered last."


@criterion("ONW-20")
def test_what_is_shown_of_an_onward_referral_is_what_came_of_it(evidence: EvidenceView):
    """Of each: the pharmacy that was chosen, the address that was written to, and whether it was taken there."""
    looked = False
    for found in each_tried(evidence):
        for seen, row in shown(found):
            looked = True
            expect_chosen(found, row, seen)
            if str(row.get("channel") or "nhsmail") == "nhsmail":
                expect_came(found, row, seen)
    if not looked:
        raise NotShown("no screen says anything of an onward referral")


@criterion("ONW-20")
def test_no_onward_referral_is_shown_twice(evidence: EvidenceView):
    """Each under its own id once, and none as sent beyond the e-mails that were taken."""
    for found in each_tried(evidence):
        for seen in found.of(OPEN):
            mails = [row for row in onward_of(seen) if str(row.get("channel") or "nhsmail") == "nhsmail"]
            taken = [mail for mail in found.mails if mail.seq < seen.seq and _is_taken(mail)]
            twice = shown_again(mails, (SENT,), len(taken))
            expect_none("onward referral that is shown twice", twice, seen)


def shown(found: Referred) -> list[tuple[ObservationView, Mapping[str, Any]]]:
    """Give each onward referral of a patient wherever it was shown: as it was asked for, and at the referral."""
    asked = [(seen, seen.shown.get("onward")) for seen in found.tries]
    opened = [(seen, row) for seen in found.of(OPEN) for row in onward_of(seen)]
    return [(seen, row) for seen, row in (*asked, *opened) if isinstance(row, Mapping)]


def expect_chosen(found: Referred, row: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless the patient had chosen the pharmacy that is shown, under the name that it has."""
    chosen = [one.given for one in found.tries if one.seq <= seen.seq]
    due = [(str(one["ods"]).upper(), plain_name(one["name"])) for one in chosen]
    ods, name = str(row.get("ods") or "").upper(), plain_name(row.get("name"))
    right = any(ods in ("", code) and name in ("", called) for code, called in due)
    expect(right, f"one of the pharmacies that {found.name} chose: {in_words(due)}", (ods, name), seen)


def expect_came(found: Referred, row: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet where a screen says of an e-mail that it was taken which was not, or names another address."""
    to, name = str(row.get("to") or "").casefold(), str(row.get("reference") or "").strip("<> ")
    before = [mail for mail in found.mails if mail.seq < seen.seq]
    own = [mail for mail in before if is_of(mail, to, name)]
    if row.get("status") == SENT:
        answers = [mail.response.start.get("code") for mail in own if not mail.fault and not mail.gone]
        todo = "Show what NHSmail answered, and until then that it waits."
        taken = any(map(_is_taken, own))
        expect(
            taken, f"an e-mail to {to or found.name} that NHSmail took", answers or Words("none"), seen, todo
        )
    elif row.get("status") in NOT_SENT:
        wrong = was_told(_is_taken, own, seen, found.tries)
        expect(
            not wrong,
            "an e-mail shown as sent that NHSmail took",
            row["status"],
            seen,
            LATEST,
            timing="order",
        )


def _is_taken(mail: Any) -> bool:
    return bool(mail.response.start.get("code") == TAKEN)


def is_of(mail: Any, to: str, name: str) -> bool:
    """Say whether an e-mail is the one that a row names, by its address and its id where the row has them."""
    addresses = [address.casefold() for address in recipients(mail)]
    return (not to or to in addresses) and (not name or message_id(mail).strip("<> ") == name)
