"""Errors and retries: how often, how soon and under which id a request is sent again, and what the person is told.

Source: Personal Demographics Service FHIR API, rate limits, retries and error responses; RFC 9110, 10.2.3 (interface
sheet pds-smsp-auth, sections 6 and 8, checks C64 and C70 to C76).
"""

from email.utils import parsedate_to_datetime

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotApplicable,
    NotShown,
    Unseen,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from ._answers import expect_answered
from ._requests import (
    ANSWERED,
    PASSING,
    calls_about,
    matches,
    outcome,
    pauses,
    sent_again,
    steps,
    told,
    tries,
    troubled,
)

ONCE = ("busy-once", "late-once", "broken-once", "gateway-once", "unavailable-once", "reset-once")
HANGING = ("hangs-once", "hangs")
LASTING = ("busy", "unavailable", "gateway")
FOR_GOOD = ("forbidden", "unknown", "bad-search")
UNUSABLE = (
    *LASTING,
    "token-refused",
    "forbidden",
    "bad-search",
    "malformed",
    "empty",
    "bundle",
    "organisation",
)
SEARCH = "search_patient"
NAMES_A_MOMENT = "unavailable-retry-after"
FAILED = ("error", "failed", "refused")
"""Ends of a search of whose outcome the system says that there is none."""
MOST_TRIES = 10
"""Far above what any library tries by default; who sends one question more often does not mean to stop."""
LEAST_PAUSE = 0.1
GROWTH = 1.25
"""Last pauses together over first ones: chance has its part in pauses, but where they grow they double."""
GROWTH_OF_ONE = 1.6
"""Of one patient alone: pauses that are drawn from a range may by chance be short in the end, but not all of them."""
SENT_AGAIN = "PDS-31"
"""The criterion that says what should be sent again: nobody has to, and who does not breaks no rule about how."""
ALLOWANCE = 0.05
"""Seconds that clocks and the writing of evidence may be out by."""


@criterion("PDS-30")
def test_a_request_that_is_sent_again_keeps_its_id(evidence: EvidenceView):
    """After no answer, 408, 429 and 5xx the same request comes under the same X-Request-ID."""
    looked = False
    for journey in evidence.each():
        for label, apart in through(
            HANGING if "hangs" in journey.also else (*ONCE, *LASTING, "asks-for-time")
        ):
            with apart:
                for earlier, later in sent_again(troubled(journey, label)):
                    if earlier.response.status in PASSING:
                        looked = True
                        expect_same_id(earlier, later)
    if not looked:  # who gives up after silence may try again after a 503, and the other way round
        raise NotApplicable("no request that failed was sent again, which is a should (PDS-31)")


def expect_same_id(earlier: ExchangeView, later: ExchangeView) -> None:
    """Raise NotMet where a repetition has another X-Request-ID."""
    first, second = (str(call.request.header("X-Request-ID")).lower() for call in (earlier, later))
    expect_equal("X-Request-ID of a repetition", first, second, later, "Keep the id; PDS knows it again.")


@criterion("PDS-31")
def test_a_failure_that_passes_is_tried_again(evidence: EvidenceView):
    """One answer 408, 429, 500, 502 or 503, or one cut connection, does not end the search for the patient."""
    for journey in evidence.each():
        for label, apart in through(ONCE):
            with apart:
                calls = troubled(journey, label)
                todo = "Send it again by yourself, after a pause and with the same id."
                due = f"another try after {calls[0].fault}"
                expect(tries(calls) > 1, due, Words("none"), calls[0], todo, timing="absent")


@criterion("PDS-31")
def test_pds_is_asked_again_at_the_moment_that_it_names(evidence: EvidenceView):
    """One answer 503, with a date in Retry-After that is a second or two off, does not end the search either."""
    for journey in evidence.each():
        calls = calls_about(journey, "untroubled")
        struck = [call for call in calls if call.fault == NAMES_A_MOMENT]
        if not struck:
            raise NotShown(f"journey {journey.id}: PDS was asked nothing that it could put off")
        sent = tries([call for call in calls if call.step == struck[0].step])
        todo = "Read the date, and send the request again once it has come."
        expect(sent > 1, "another try at the moment named", Words("none"), struck[0], todo, timing="absent")


@criterion("PDS-32")
def test_a_failure_that_lasts_is_given_up(evidence: EvidenceView):
    """A question is sent a few times, and then the person is told."""
    for journey in evidence.each():
        for label, apart in through(LASTING):
            with apart:
                calls, seen = troubled(journey, label), steps(journey, label)[-1]
                sent = tries(calls)
                expect(
                    sent <= MOST_TRIES,
                    f"{MOST_TRIES} tries at most",
                    sent,
                    calls[-1],
                    "Give up.",
                    timing="repeated",
                )
                expect(
                    seen.status in ANSWERED, "an end of the search", seen.told, seen, "Give up, and say so."
                )


@criterion("PDS-33")
def test_there_is_time_between_two_tries(evidence: EvidenceView):
    """Where PDS names no time, the next try comes after a pause."""
    for journey in evidence.each():
        calls = [call for label in LASTING for call in troubled(journey, label)]
        found = pauses(calls)
        if not found:
            raise NotApplicable(f"no request was sent again; that it should be is {SENT_AGAIN}'s")
        mean = sum(found) / len(found)
        expect(
            mean >= LEAST_PAUSE,
            f"{LEAST_PAUSE} s between tries",
            Words(f"{mean:.3f} s"),
            calls[-1],
            "Wait first.",
            timing="late",
        )


@criterion("PDS-33")
def test_the_time_between_tries_grows(evidence: EvidenceView):
    """Of three tries or more the last pauses are longer than the first: of all together, or of one patient by far."""
    for journey in evidence.each():
        all_calls = [troubled(journey, label) for label in LASTING]
        many = [found for calls in all_calls if len(found := pauses(calls)) > 1]
        if not many:
            raise NotApplicable(
                f"no request was sent more than twice; that it should be again is {SENT_AGAIN}'s"
            )
        first, last = sum(series[0] for series in many), sum(series[-1] for series in many)
        by_far = any(series[-1] > GROWTH_OF_ONE * series[0] for series in many)
        grown = last > GROWTH * first or by_far
        received = Words(f"first {first:.2f} s, last {last:.2f} s in all")
        todo = "Wait longer each time."
        expect(grown, "pauses that grow from try to try", received, all_calls[-1][-1], todo, timing="late")


@criterion("PDS-34")
def test_pds_is_left_alone_for_as_long_as_it_asks(evidence: EvidenceView):
    """After Retry-After, in seconds or as a date, the same patient is not asked for before that time."""
    for journey in evidence.each():
        again = []
        for label, apart in through(("asks-for-time", "asks-for-long")):
            with apart:
                again += sent_again(troubled(journey, label))
                for earlier, later in again:
                    due = time_to_wait(earlier)
                    passed = later.began - earlier.ended
                    todo = "Wait for as long as Retry-After says, or give up."
                    left = Words(f"{passed:.2f} s")
                    expect(passed >= due - ALLOWANCE, f"{due:g} s left", left, later, todo, timing="late")
        if not again:
            raise NotApplicable(f"no request was sent again; that it should be is {SENT_AGAIN}'s")


def time_to_wait(call: ExchangeView) -> float:
    """Give for how many seconds an answer asked to be left alone."""
    said = str(call.response.header("Retry-After") or 0)
    return float(said) if said.isdecimal() else parsedate_to_datetime(said).timestamp() - call.ended


@criterion("PDS-35")
def test_what_pds_refuses_is_not_sent_again(evidence: EvidenceView):
    """After 400, 403 and 404 the same request does not come by itself."""
    for journey in evidence.each():
        for label, apart in through(FOR_GOOD):
            with apart:
                calls = troubled(journey, label)
                answer = calls[0].response.status
                todo = "Tell the person; the same request has the same answer."
                what = f"times that a request is sent that {answer} answers"
                expect_equal(what, 1, tries(calls), calls[-1], todo, timing="repeated")


@criterion("PDS-35")
def test_a_refused_token_is_replaced_once(evidence: EvidenceView):
    """After 401 the request comes once more at most."""
    for journey in evidence.each():
        calls = troubled(journey, "token-refused")
        todo = "Fetch one new token; if that is refused too, stop."
        sent = Words(f"{tries(calls)} tries")
        expect(tries(calls) <= 2, "one more try with a new token", sent, calls[-1], todo, timing="repeated")


@criterion("PDS-36")
def test_nobody_waits_for_ever(evidence: EvidenceView):
    """Where PDS does not answer, the search ends in the time of a step, and the person is told so."""
    for journey in evidence.each():
        unseen = Unseen()
        for label in HANGING:
            with unseen:
                troubled(journey, label)
                seen = steps(journey, label)[-1]
                todo = "Give requests a timeout."
                expect(seen.status in ANSWERED, "an end of the search", seen.told, seen, todo, timing="late")
        seen = steps(journey, "hangs")[-1]
        expect(
            outcome(seen) != "found" and told(seen) != "", "word that PDS did not answer", seen.shown, seen
        )
        unseen.tell()


@criterion("PDS-37")
def test_an_answer_that_is_none_is_told_as_a_failure(evidence: EvidenceView):
    """Errors, broken JSON, nothing, and resources of another kind: no patient, and not "nobody found" either."""
    for journey in evidence.each():
        for label, apart in through(UNUSABLE):
            with apart:
                troubled(journey, label)
                seen = steps(journey, label)[-1]
                expect(seen.status in ANSWERED, "an end of the search", seen.told, seen, "Expect any answer.")
                due = f"a failure ({label})"
                expect(outcome(seen) in FAILED, due, outcome(seen), seen, "Tell a failure from an absence.")
                expect_none("patient", matches(seen), seen)
                expect(told(seen) != "", "words for the person", Words("none"), seen, "Say what to do now.")


@criterion("PDS-37")
def test_a_404_that_is_not_of_pds_is_no_absence(evidence: EvidenceView):
    """PDS says by a code that nobody has a number, or that it was made invalid: a 404 without one is a failure."""
    for journey in evidence.each():
        seen = steps(journey, "untroubled")[0]
        if not any(call.fault and call.step == seen.step for call in calls_about(journey, "untroubled")):
            raise NotShown(
                f"journey {journey.id}: PDS was asked nothing that something before it could fail at"
            )
        due, todo = "a failure (404 without a code)", "Read the code, and not the status."
        expect(outcome(seen) in FAILED, due, outcome(seen), seen, todo)
        expect_none("patient", matches(seen), seen)


@criterion("PDS-37")
def test_a_search_that_fails_is_told_as_a_failure(evidence: EvidenceView):
    """However it fails: no patient, and neither that nobody matches nor that too many do."""
    for journey in evidence.each():
        calls = calls_about(journey, "untroubled")
        failed = {call.step: call.fault for call in calls if call.fault and call.operation == SEARCH}
        found = [seen for seen in steps(journey, "untroubled") if seen.step in failed]
        if not found:
            raise NotShown(f"journey {journey.id}: PDS was asked for no search that it could fail at")
        for seen, apart in through(found):
            with apart:
                due = f"a failure ({failed[seen.step]})"
                expect(outcome(seen) in FAILED, due, outcome(seen), seen, "Tell a failure from an absence.")
                expect_none("patient", matches(seen), seen)
                expect(told(seen) != "", "words for the person", Words("none"), seen, "Say what to do now.")


@criterion("PDS-37")
def test_the_next_patient_is_found_all_the_same(evidence: EvidenceView):
    """A failure of one search is not one of the next."""
    for journey in evidence.each():
        seen = steps(journey, "untroubled")[-1]
        expect_answered(evidence, journey, "untroubled", seen)
        expect_equal("outcome", "found", outcome(seen), seen)
