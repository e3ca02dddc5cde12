"""What was entered before a restart is what the practice is told after it.

Source: CPCS Technical Toolkit, June 2021, GP notification message (outbound); ITK FHIR Digital Medicines 1.2.9.
"""

from __future__ import annotations

from cpcs_harness.formats.mail import read_mail
from cpcs_harness.judging import EvidenceView, ExchangeView, NotMet, NotShown, criterion, through
from cpcs_harness.judging.expect import expect_words, squeezed

from ._documents import text_of
from ._told import Told, patients

ENTERED = "told after the restart"
RECORDED = ("presenting_complaint", "assessment", "advice", "actions_for_gp")
TODO = "Keep consent, adopted record and consultation on disk as they are entered."


@criterion("GPM-48")
def test_what_was_entered_before_a_restart_is_told_after_it(evidence: EvidenceView):
    """The patient agreed, was treated, and the system was stopped: the practice is told all of it all the same."""
    for journey in evidence.each():
        journey.observations("restart")
    for told, apart in through(patients(evidence, ENTERED)):
        with apart:
            texts = texts_of(told)
            if not texts:
                raise NotMet(
                    f"{told.label}: word to the practice of who agreed to it",
                    f"none; notify_gp ended {told.last.status}: {told.last.told}",
                    at=told.last.where,
                    todo=TODO,
                    exchanges=[told.last.id],
                    timing="absent",
                )
            given = recorded(told)
            for call, text in texts:
                for what, due in given.items():
                    expect_words(f"{what} as it was recorded", due, text, call, TODO)


def recorded(told: Told) -> dict[str, str]:
    """Give the words that were recorded; NotShown where none were."""
    done = told.done("record_consultation")
    if not done:
        raise NotShown(f"journey {told.journey.id}: no consultation was recorded of {told.label}")
    given = done[-1].given
    return {what: squeezed(str(given[what])).casefold() for what in RECORDED if given.get(what)}


def texts_of(told: Told) -> list[tuple[ExchangeView, str]]:
    """Give what the practice was told over MESH or by e-mail after the restart, in small letters."""
    since = told.journey.observations("restart")[-1].seq
    documents = [(found.call, text_of(found)) for found in told.messages() if found.call.seq > since]
    mails = [
        (mail, squeezed(read_mail(mail.request.body).text).casefold())
        for mail in told.mails()
        if mail.seq > since
    ]
    return documents + mails
