"""What practices and MESH answer: each answer counts for its own message, and what went wrong is told to a person.

Source: ITK3 Messaging Distribution 2.10.0, responses; GP Connect DigiMeds emergency supply guide 1.3.0-public-beta,
error handling (interface sheet mesh-itk3-nhsmail-mys, sections A5 and B6, checks F1 21, 22, F4 63 to 69 and F5 77).
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.lookups import issued_to
from .._shared.mails import message_id, what_it_says
from .._shared.practice_answers import DELIVERED, FAILED, OPEN, Script, cases_of, script_of
from .._shared.told_before import sent_after
from ._nights import REFUSED, is_night, refused_at_night
from ._told import BAD, Told, answered, collected, not_yet

DEATH = re.compile(r"\b(died|dead|deceased|death)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Answered:
    """One patient's notification, and what it has come to at some looks at it."""

    script: Script
    told: Told
    due: str
    looks: list[ObservationView]

    @property
    def what(self) -> str:
        """The patient, and what came back so far."""
        came = "no answer yet" if self.is_yet_to_come else self.script.told
        return f"{self.script.label} ({came})"

    @property
    def is_yet_to_come(self) -> bool:
        """Whether these are the looks before a practice answers that does so late."""
        return self.script.is_late and self.due == OPEN and self.looks[-1:] != self.told.asked[-1:]

    @property
    def after(self) -> int:
        """After which event people are to be told of it: the first answer, or the last look before late ones."""
        before = self.told.asked[-2:-1] if self.script.is_late else []
        return before[0].seq if before else collected(self.told.journey).seq


def each(evidence: EvidenceView, *due: str) -> Iterator[Answered]:
    """Go through the notifications that have come to something, once answers were collected.

    One that is answered late has come to nothing before. Nothing is answered about whoever nothing was sent about:
    that is NotShown, after all others were gone through.
    """
    unsent = []
    for journey in evidence.each():
        if is_night(journey):
            continue
        collected(journey)
        for label, apart in through(case.label for case in cases_of(journey.pathway)):
            with apart:
                script = script_of(label, issued_to(journey, label))
                told = Told(evidence, journey, label)
                states = {script.due, OPEN} if script.is_late else {script.due}
                if states & set(due) and not told.messages():
                    unsent.append(label)
                elif states & set(due):
                    yield from (one for one in states_of(script, told) if one.due in due)
    if unsent:
        raise NotShown(f"nothing was sent by MESH, and so nothing answered, about {', '.join(unsent)}")


def states_of(script: Script, told: Told) -> list[Answered]:
    """Give what a notification comes to, in order, each with the looks by which it had."""
    asked = told.asked
    if script.is_late:
        return [Answered(script, told, OPEN, asked[:-1]), Answered(script, told, script.due, asked[-1:])]
    return [Answered(script, told, script.due, asked if script.due == OPEN else asked[-1:])]


@criterion("GPM-11")
def test_delivered_is_never_said_of_what_was_refused_or_half_answered(evidence: EvidenceView):
    """One answer alone, a refusal, and an acceptance that was taken back: none of them is a delivery."""
    refused = [name for name in evidence.needed if name.startswith("gp-answers")]
    for one, apart in through(each(replace(evidence, needed=refused), FAILED, OPEN)):
        with apart:
            for seen, alone in through(one.looks):
                with alone:
                    shown = one.told.states(seen, "mesh")
                    expect("delivered" not in shown, f"{one.what} not delivered", shown, seen)


@criterion("GPM-12")
def test_what_was_refused_or_not_delivered_is_told_to_a_person(evidence: EvidenceView):
    """Never sent or delivered, and said: beside the consultation, in the outbox or by an alert; at night too."""
    for (told, what, after), apart in through(undelivered(evidence)):
        with apart:
            shown, due = told.states(told.last, "mesh"), f"{what} shown as failed"
            todo = "Say that the practice was not told, so that somebody tells it."
            expect("delivered" not in shown, due, shown, told.last, todo)
            expect(told.is_shown_bad(after), due, shown, told.last, todo, "absent")


def undelivered(evidence: EvidenceView) -> Iterator[tuple[Told, str, int]]:
    """Go through what was refused or not delivered: who was told of, what came, and after which event."""
    at_night = f"what was refused at night ({REFUSED})"
    yield from ((told, f"{told.journey.id}: {at_night}", 0) for told in refused_at_night(evidence))
    yield from ((one.told, one.what, one.after) for one in each(evidence, FAILED))


@criterion("GPM-13")
def test_what_was_accepted_is_delivered_whatever_else_comes(evidence: EvidenceView):
    """In either order, twice, for a patient who has died, and with the answer to a copy after it."""
    for one, apart in through(each(evidence, DELIVERED)):
        with apart:
            told = one.told
            shown = sorted(set(told.states(told.last, "mesh")))  # whoever lists each try lists one message
            expect_equal(one.what, ["delivered"], shown, told.last, timing=not_yet(shown))


@criterion("GPM-43")
def test_a_death_that_the_practice_tells_of_is_shown_to_a_person(evidence: EvidenceView):
    """Beside the notification, in the outbox or by an alert: a word that the patient has died."""
    for one, apart in through(each(evidence, DELIVERED)):
        with apart:
            if not one.script.tells_of_a_death:
                continue
            told = one.told
            expect_collected(one)
            words = " ".join(told.words(one.after))
            todo = "Say what the practice answered: somebody may be about to ring the family."
            said, due = DEATH.search(words) is not None, "that the patient has died"
            expect(said, due, words or Words("nothing"), told.last, todo, "absent")


def expect_collected(one: Answered) -> None:
    """Raise NotShown where the candidate has not collected all that its practice answered to the message."""
    codes = answered(one.told)
    if not one.script.own_codes <= codes:
        due = in_words(sorted(one.script.own_codes))
        raise NotShown(f"{one.told.last.where}: of {due} only {in_words(sorted(codes))} were collected")


@criterion("GPM-14")
def test_an_answer_counts_for_the_message_that_it_names_alone(evidence: EvidenceView):
    """One of the two answers, answers about another message and those of the old kind make nothing delivered."""
    for one, apart in through(each(evidence, OPEN)):
        with apart:
            for seen, alone in through(one.looks):
                with alone:
                    shown = one.told.states(seen)
                    todo = "Match response.identifier with MessageHeader.id, and wait for both answers."
                    expect("delivered" not in shown, f"{one.what} not delivered", shown, seen, todo)


@criterion("GPM-15")
def test_what_nobody_answered_is_told_to_a_person_in_time(evidence: EvidenceView):
    """Days later the outbox shows what lacks an answer."""
    for one, apart in through(each(evidence, OPEN)):
        with apart:
            told = one.told
            end = told.last.seq if one.is_yet_to_come else math.inf
            later = [seen for seen in told.journey.observations("view_outbox") if seen.given.get("as_of")]
            ids = {seen.id for seen in later if seen.seq < end}
            rows = [row for seen, row in told.rows() if seen.id in ids]
            todo = "Show each message whose two answers did not come in the time that you give them."
            states = sorted(BAD)
            expect(
                bool(rows),
                f"{one.what} in the outbox as one of {in_words(states)}",
                Words("no row of it"),
                later[-1],
                todo,
                "absent",
            )


@criterion("GPM-36")
def test_what_was_answered_late_needs_nobody_any_more(evidence: EvidenceView):
    """Delivered, and no more in the outbox as what lacks an answer."""
    for one, apart in through(each(evidence, DELIVERED)):
        with apart:
            if not one.script.is_late:
                continue
            told = one.told
            expect_collected(one)
            shown = sorted(set(told.states(told.last, "mesh")))
            expect_equal(one.what, ["delivered"], shown, told.last, timing=not_yet(shown))
            rows = [str(row.get("state")) for _, row in told.rows(told.last.seq)]
            expect_none(
                f"row of {told.label} in the outbox",
                rows,
                told.last,
                "Ask for nobody where the answers came.",
            )


@criterion("GPM-16")
def test_a_refused_message_is_not_sent_again_and_the_fall_back_goes_once(evidence: EvidenceView):
    """Nothing again by MESH once it was answered; by e-mail at most one, to the practice; none after a delivery."""
    for one, apart in through(each(evidence, FAILED, DELIVERED)):
        with apart:
            if one.script.is_late:
                continue  # whoever heard nothing for days may have told the practice in another way
            told = one.told
            sent = told.messages()
            later = {call.id for call in sent_after([one.call for one in sent[1:]], collected(told.journey))}
            # What MESH could not deliver no practice has refused: it may be sent once more.
            late = [] if one.script.report else [message for message in sent[1:] if message.call.id in later]
            again = [message.call.id for message in late if message.body == sent[0].body]
            todo = "What a practice refused once it refuses again: change it, or tell the practice otherwise."
            what = f"no second sending of what was answered ({one.script.told})"
            expect(not again, what, again, told.last, todo, timing="repeated")
            mails = told.mails()
            most = 0 if one.due == DELIVERED else 1
            where = mails[-1] if mails else told.last
            different = {message_id(mail) or mail.id for mail in mails}
            found = len(different)
            expect(found <= most, f"{most} e-mails for {told.label}", found, where, timing="repeated")
            for mail in mails:
                expect_equal(
                    "the recipients", [told.person["practice"]["email"].lower()], told.others(mail), mail
                )
                expect(what_it_says(mail).text.strip() != "", "a text", Words("none"), mail)
