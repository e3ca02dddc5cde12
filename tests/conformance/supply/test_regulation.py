"""What the regulation bars is not let by without a word, and what it allows is not refused."""

import pytest

from cpcs_harness._content.conformance.supply import test_regulation
from cpcs_harness.errors import NotMet, NotShown
from supply_evidence import evidence, line, supplied

OWN = "THEIRS"
SCHEDULE = {"kind": "schedule", "text": "A controlled drug"}
DAYS = {"kind": "days", "text": "More than there may be"}


def judged(check, label, *, items=1, **more):
    lines = [line(f"{OWN}{number}", 5) for number in range(items)]
    check(evidence([label], [], [supplied(1, label, *lines, **more)]))


BARRED, PACKS, FIVE, AGE = (
    test_regulation.test_what_is_barred_is_not_supplied_without_a_word,
    test_regulation.test_more_than_there_may_be_is_told_and_a_pack_is_not,
    test_regulation.test_more_than_five_days_of_a_controlled_drug_are_told,
    test_regulation.test_nobody_is_refused_for_their_age,
)


@pytest.mark.parametrize(
    "more", [{"status": "refused"}, {"notices": [SCHEDULE]}, {"notices": [{"kind": "own word"}]}]
)
def test_what_is_barred_is_refused_or_told_of(more):
    judged(BARRED, "morphine", **more)


@pytest.mark.parametrize("more", [{}, {"notices": [{"kind": "second-request"}]}])
def test_what_is_barred_is_not_recorded_without_a_word(more):
    with pytest.raises(NotMet, match="without a word"):
        judged(BARRED, "morphine", **more)


def test_one_of_two_may_be_refused():
    judged(BARRED, "one of two is barred", items=2, refused=[{"code": f"{OWN}1", "why": "schedule 2"}])
    with pytest.raises(NotMet, match="without a word"):
        judged(BARRED, "one of two is barred", items=2)


def one_by_one(*tries):
    """Judge two medicines that are not recorded at once, and then one after the other: morphine is the first."""
    first, second = (line(f"{OWN}{number}", 5) for number in range(2))
    whole, *others = tries
    given = [supplied(1, "morphine", first, second, status=whole)]
    given += [
        supplied(seq, "morphine", item, **more)
        for seq, (item, more) in enumerate(zip((first, second), others, strict=True), 2)
    ]
    BARRED(evidence(["morphine"], [], given))


@pytest.mark.parametrize("first", [{"status": "refused"}, {"notices": [SCHEDULE]}])
@pytest.mark.parametrize("whole", ["refused", "cannot"])
def test_who_takes_one_at_a_time_may_record_the_other_after_the_one_that_is_barred(whole, first):
    one_by_one(whole, first, {})


@pytest.mark.parametrize("whole", ["refused", "cannot"])
def test_who_takes_one_at_a_time_and_both_without_a_word_fails(whole):
    with pytest.raises(NotMet, match="without a word"):
        one_by_one(whole, {}, {})


def test_the_one_exception_is_recorded_with_or_without_a_word():
    judged(BARRED, "phenobarbital for epilepsy")
    judged(BARRED, "phenobarbital for epilepsy", notices=[SCHEDULE])
    with pytest.raises(NotMet, match="phenobarbital"):
        judged(BARRED, "phenobarbital for epilepsy", status="refused")


@pytest.mark.parametrize(
    ("check", "label"),
    [(PACKS, "an inhaler for sixty days"), (FIVE, "five days of schedule 4"), (AGE, "a minor")],
)
def test_what_is_allowed_is_recorded_and_nothing_said_against_it(check, label):
    judged(check, label)
    judged(check, label, notices=[SCHEDULE, {"kind": "minor"}])
    with pytest.raises(NotMet):
        judged(check, label, status="refused")
    with pytest.raises(NotMet):
        judged(check, label, notices=[DAYS])


@pytest.mark.parametrize(("check", "label"), [(PACKS, "thirty-one days"), (FIVE, "six days of schedule 5")])
def test_too_much_is_told(check, label):
    judged(check, label, notices=[DAYS])
    judged(check, label, status="refused")
    with pytest.raises(NotMet, match="without a word"):
        judged(check, label)


@pytest.mark.parametrize(("text", "told"), [("No more than 5 days", True), ("Of schedule 5", False)])
def test_that_it_is_a_controlled_drug_does_not_say_that_it_is_too_much(text, told):
    notice = {"kind": "schedule", "text": text}
    if told:
        judged(FIVE, "six days of schedule 5", notices=[notice])
        return
    with pytest.raises(NotMet):
        judged(FIVE, "six days of schedule 5", notices=[notice])


def test_who_has_no_code_for_such_a_medicine_shows_nothing():
    with pytest.raises(NotShown, match="no code"):
        judged(FIVE, "half a tablet")


@pytest.mark.parametrize("status", ["failed", "unanswered", "malformed", "cannot"])
def test_what_got_no_answer_was_not_refused(status):
    with pytest.raises(NotShown):
        judged(AGE, "a minor", status=status)


def test_a_try_that_failed_is_not_shown_once_the_others_were_judged():
    def tried(**other):
        given = [
            supplied(1, "three cycles", line(OWN, 63), status="failed"),
            supplied(2, "a full cycle", line(OWN, 21), **other),
        ]
        PACKS(evidence(["three cycles", "a full cycle"], [], given))

    with pytest.raises(NotShown, match="failed for"):
        tried()
    with pytest.raises(NotMet, match="to be recorded"):
        tried(status="refused")
