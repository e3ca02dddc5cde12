"""Queries to a mini service: what is asked, and how often.

Source: PDS Mini Services Domain Message Specification v1.0 (interface sheet pds-smsp-auth, section 12).
"""

from collections import Counter

from cpcs_harness.formats.smsp.message import Request
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    criterion,
    expect,
    expect_match,
    expect_none,
)
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.people import nhs_number

from .._shared.lookups import attempts
from ._requests import SETTLED, code_of, question, read, within

MOST_TRIES = 5
"""Of one question, while a person waits."""
WORDS = ("given", "family", "postcode")


@criterion("SMSP-06")
def test_only_what_can_lead_to_one_patient_is_asked(evidence: EvidenceView):
    """A whole birth date; with it a valid number, or a name; no early wildcard; and nothing about a mistyped number."""
    for journey in evidence.each():
        for call in journey.exchanges("smsp"):
            _check_query(call, read(call))
        _check_slip(journey)


def _check_query(call: ExchangeView, request: Request) -> None:
    known = request.parameters
    expect_match("the birth date", "[0-9]{8}", known.get("birth_date"), call, "Ask for the whole day.")
    number = known.get("nhs_number")
    if number is not None:
        todo = "Send ten digits, and none whose check digit is wrong."
        expect(nhs_number.is_valid(number), "a valid NHS number of ten digits", number, call, todo)
    todo = "Ask with an NHS number or a family name besides: a birth date brings up strangers."
    expect(bool(number or known.get("family")), "a number or a family name", sorted(known), call, todo)
    early = [name for name in WORDS if "*" in known.get(name, "")[:2]]
    expect_none("wildcard in the first two characters", early, call)


def _check_slip(journey: JourneyView) -> None:
    """Raise NotMet when a number with a wrong check digit, which was typed in, went out."""
    typed = [str(seen.given.get("nhs_number") or "") for seen in attempts(journey, "by-number")]
    slips = [number for number in typed if number and not nhs_number.is_valid(number)]
    if not slips:
        raise NotShown(f"journey {journey.id}: no mistyped number was entered")
    sent = [call for call in journey.exchanges("smsp") if read(call).parameters.get("nhs_number") in slips]
    if sent:
        todo = "Check the check digit before you ask."
        expect_none("request about a mistyped NHS number", [call.where for call in sent], sent[0], todo)


@criterion("SMSP-07")
def test_the_same_is_asked_again_only_while_it_may_help_and_not_for_ever(evidence: EvidenceView):
    """Five tries at most of a question within a look-up, and none after an answer that settles it."""
    evidence.all_together()
    judged = 0
    for journey in evidence.each():
        for _, calls in within(journey, journey.exchanges("smsp")):
            judged += 1
            tries = Counter(question(read(call)) for call in calls)
            often, number = tries.most_common(1)[0]
            expect(
                number <= MOST_TRIES,
                f"{MOST_TRIES} tries of a question at most",
                Words(f"{number} of {in_words(often)}"),
                calls[-1],
            )
            settled: dict[object, str] = {}
            for call in calls:
                asked = question(read(call))
                todo = "Ask again only after a failure that may pass."
                expect(
                    asked not in settled,
                    f"no more after {in_words(settled.get(asked))}",
                    Words("the same again"),
                    call,
                    todo,
                )
                if code_of(call) in SETTLED and not call.response.start.get("dropped"):
                    settled[asked] = code_of(call)
    if not judged:
        raise NotShown("no request to the mini service was made by a look-up")
