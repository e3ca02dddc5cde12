"""Consultations at midnight, and in the nights in which clocks change: the practice is told of their day and time.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta, Encounter; consensus (interface sheet
mesh-itk3-nhsmail-mys, check F4 72).
"""

from __future__ import annotations

from collections.abc import Iterator

from cpcs_harness.formats.itk3 import value
from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, through
from cpcs_harness.judging.in_words import Words, in_words

from .._shared import lookups
from .._shared.mails import what_it_says
from .._shared.moments import days_of, expect_moment, is_moment
from ._documents import text_of
from ._told import Told, tells_by_nhsmail_alone

ODD = ("midnight", "clocks go forward", "clocks go back", "the hour again")


def started(told: Told) -> str:
    """Give when the consultation began, as the pharmacist recorded it."""
    return str(lookups.done(told.journey, told.label, "record_consultation")[-1].given["started"])


def treated(evidence: EvidenceView) -> Iterator[Told]:
    """Go through the patients who are seen at odd hours, and whoever else has a consultation."""
    for journey in evidence.each():
        at_odd_hours = ODD if any(label in journey.also for label in ODD) else ()
        yield from (Told(evidence, journey, label) for label in at_odd_hours)
        others = (Told(evidence, journey, label) for label in journey.also if label not in ODD)
        yield from (told for told in others if told.done("record_consultation"))


def expect_not_refused(told: Told) -> None:
    """Raise NotMet where a practice is not to be told of a patient who agreed, was traced, and has been treated."""
    agreed = told.done("record_consent")
    ready = bool(agreed) and agreed[-1].given.get("share_with_gp") is True and told.is_traced
    if told.last.status == "refused" and ready and told.done("complete") and not told.messages():
        todo = "Tell the practice whenever the consultation was."
        refused = Words(f"refused, and {in_words(told.last.told)}")
        expect(bool(told.mails()), f"the practice of {told.label} told", refused, told.last, todo)


@criterion("GPM-42")
def test_the_document_has_the_moment_of_the_consultation(evidence: EvidenceView):
    """The encounter's start is that very moment, with its offset, and the text has its day, London's or UTC."""
    for told, apart in through(treated(evidence)):
        with apart:
            sent = told.messages()
            if not sent and told.label not in ODD:
                continue
            if not sent:
                expect_not_refused(told)
                alone = " alone" if tells_by_nhsmail_alone(told) else ""
                raise NotShown(f"{told.last.where}: of {told.label} nothing went over MESH{alone}")
            due = started(told)
            for message in sent:
                begun = value(message.only("Encounter").node, "f:period/f:start")
                todo = "Write the offset that London had then, or UTC."
                expect(
                    is_moment(begun, due),
                    f"the encounter's start {due}",
                    begun or Words("none"),
                    message.call,
                    todo,
                )
                text = text_of(message)
                said = any(day.casefold() in text for day in days_of(due))
                expect(said, f"the day of {due} in the text", text, message.call)


@criterion("GPN-12")
def test_the_email_has_the_moment_of_the_consultation(evidence: EvidenceView):
    """Day and time in any usual writing, both of one zone."""
    for told, apart in through(treated(evidence)):
        with apart:
            mails = told.mails()
            if not mails and told.label not in ODD:
                continue
            if not mails:
                expect_not_refused(told)
                raise NotShown(f"{told.last.where}: no e-mail tells of {told.label}")
            for mail, alone in through(mails):
                with alone:
                    expect_moment(what_it_says(mail).text, started(told), mail)
