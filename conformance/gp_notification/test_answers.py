"""What practices and MESH answer: each answer counts for its own message, and what went wrong is told to a person.

Source: ITK3 Messaging Distribution 2.10.0, responses; GP Connect DigiMeds emergency supply guide 1.3.0-public-beta,
error handling (interface sheet mesh-itk3-nhsmail-mys, sections A5 and B6, checks F1 21, 22, F4 63 to 69 and F5 77).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal, expect_none
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.mails import message_id, what_it_says
from .._shared.practice_answers import DECEASED, DELIVERED, FAILED, OPEN, Case, cases_of
from ._told import BAD, Told, answered, collected, not_yet

DEATH = re.compile(r"\b(died|dead|deceased|death)\b", re.IGNORECASE)


def each(evidence: EvidenceView, *due: str) -> Iterator[tuple[Case, Told]]:
    """Go through the patients whose notification has come to something, once answers were collected.

    Nothing is answered about whoever nothing was sent about: that is NotShown, after all others were gone through.
    """
    unsent = []
    for journey in evidence.each():
        collected(journey)
        for case in cases_of(journey.pathway):
            told = Told(evidence, journey, case.label)
            if case.due in due and told.messages():
                yield case, told
            elif case.due in due:
                unsent.append(case.label)
    if unsent:
        raise NotShown(f"nothing was sent by MESH, and so nothing answered, about {', '.join(unsent)}")


def came(case: Case) -> str:
    """Say what came back."""
    return f"MESH's report {case.report}" if case.report else ", ".join(case.codes) or "no answer"


@criterion("GPM-11")
def test_delivered_is_never_said_of_what_was_refused_or_half_answered(evidence: EvidenceView):
    """One answer alone, a refusal, and an acceptance that was taken back: none of them is a delivery."""
    refused = [name for name in evidence.needed if name.startswith("gp-answers")]
    for case, told in each(replace(evidence, needed=refused), FAILED, OPEN):
        # What comes in the end of a case makes it delivered, or tells of it days later.
        looks = told.asked[:-1] if case.late else told.asked[-1:]
        for seen in looks:
            shown = told.states(seen, "mesh")
            expect("delivered" not in shown, f"{case.label} ({came(case)}) not delivered", shown, seen)


@criterion("GPM-12")
def test_what_was_refused_or_not_delivered_is_told_to_a_person(evidence: EvidenceView):
    """Never sent or delivered, and said: beside the consultation, in the outbox or by an alert."""
    for case, told in each(evidence, FAILED):
        after = collected(told.journey).seq
        shown, due = told.states(told.last, "mesh"), f"{case.label} ({came(case)}) shown as failed"
        todo = "Say that the practice was not told, so that somebody tells it."
        expect("delivered" not in shown, due, shown, told.last, todo)
        expect(told.is_shown_bad(after), due, shown, told.last, todo, "absent")


@criterion("GPM-13")
def test_what_was_accepted_is_delivered_whatever_else_comes(evidence: EvidenceView):
    """In either order, twice, for a patient who has died, and with the answer to a copy after it."""
    for case, told in each(evidence, DELIVERED):
        shown = sorted(set(told.states(told.last, "mesh")))  # whoever lists each try lists one message
        expect_equal(f"{case.label} ({came(case)})", ["delivered"], shown, told.last, timing=not_yet(shown))


@criterion("GPM-43")
def test_a_death_that_the_practice_tells_of_is_shown_to_a_person(evidence: EvidenceView):
    """Beside the notification, in the outbox or by an alert: a word that the patient has died."""
    for case, told in each(evidence, DELIVERED):
        if case.label != DECEASED:
            continue
        codes = answered(told)
        if not set(case.codes) <= codes:
            raise NotShown(
                f"{told.last.where}: of {', '.join(case.codes)} only {in_words(sorted(codes))} were collected"
            )
        words = " ".join(told.words(collected(told.journey).seq))
        todo = "Say what the practice answered: somebody may be about to ring the family."
        said, due = DEATH.search(words) is not None, "that the patient has died"
        expect(said, due, words or Words("nothing"), told.last, todo, "absent")


@criterion("GPM-14")
def test_an_answer_counts_for_the_message_that_it_names_alone(evidence: EvidenceView):
    """One of the two answers, answers about another message and those of the old kind make nothing delivered."""
    for case, told in each(evidence, OPEN):
        for seen in told.asked[:-1] if case.late else told.asked:
            shown = told.states(seen)
            todo = "Match response.identifier with MessageHeader.id, and wait for both answers."
            expect("delivered" not in shown, f"{case.label} ({came(case)}) not delivered", shown, seen, todo)


@criterion("GPM-15")
def test_what_nobody_answered_is_told_to_a_person_in_time(evidence: EvidenceView):
    """Days later the outbox shows what lacks an answer."""
    for _, told in each(evidence, OPEN):
        later = [seen for seen in told.journey.observations("view_outbox") if seen.given.get("as_of")]
        rows = [row for seen, row in told.rows() if seen.id in {one.id for one in later}]
        todo = "Show each message whose two answers did not come in the time that you give them."
        states = sorted(BAD)
        expect(
            bool(rows),
            f"{told.label} in the outbox as one of {in_words(states)}",
            Words("no row of it"),
            later[-1],
            todo,
            "absent",
        )


@criterion("GPM-36")
def test_what_was_answered_late_needs_nobody_any_more(evidence: EvidenceView):
    """Delivered, and no more in the outbox as what lacks an answer."""
    for case, told in each(evidence, OPEN):
        if not case.late:
            continue
        codes = answered(told)
        if not set(case.late) <= codes:
            raise NotShown(
                f"{told.last.where}: of {', '.join(case.late)} only {in_words(sorted(codes))} were collected"
            )
        shown = sorted(set(told.states(told.last, "mesh")))
        what = f"{case.label} ({', '.join(case.late)})"
        expect_equal(what, ["delivered"], shown, told.last, timing=not_yet(shown))
        rows = [str(row.get("state")) for _, row in told.rows(told.last.seq)]
        expect_none(
            f"row of {told.label} in the outbox", rows, told.last, "Ask for nobody where the answers came."
        )


@criterion("GPM-16")
def test_a_refused_message_is_not_sent_again_and_the_fall_back_goes_once(evidence: EvidenceView):
    """Nothing again by MESH once it was answered; by e-mail at most one, to the practice; none after a delivery."""
    for case, told in each(evidence, FAILED, DELIVERED):
        sent, answered = told.messages(), collected(told.journey).seq
        # What MESH could not deliver no practice has refused: it may be sent once more.
        late = [] if case.report else [message for message in sent[1:] if message.call.seq > answered]
        again = [message.call.id for message in late if message.body == sent[0].body]
        todo = "What a practice refused once it refuses again: change it, or tell the practice otherwise."
        what = f"no second sending of what was answered ({came(case)})"
        expect(not again, what, again, told.last, todo, timing="repeated")
        mails = told.mails()
        most = 0 if case.due == DELIVERED else 1
        where = mails[-1] if mails else told.last
        different = {message_id(mail) or mail.id for mail in mails}
        found = len(different)
        expect(found <= most, f"{most} e-mails for {case.label}", found, where, timing="repeated")
        for mail in mails:
            expect_equal(
                "the recipients", [told.person["practice"]["email"].lower()], told.others(mail), mail
            )
            expect(what_it_says(mail).text.strip() != "", "a text", Words("none"), mail)
