"""Searches by what a patient says: parameters, wildcards, numbers, and the read that follows.

Source: Personal Demographics Service FHIR API, search for a patient (interface sheet pds-smsp-auth, sections 5 and 13,
checks C30, C31 and C50 to C63).
"""

import re
import unicodedata
from datetime import date

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_match,
    expect_none,
)
from cpcs_harness.judging.in_words import Words
from cpcs_harness.people import nhs_number

from .._shared.screen import digits
from ._requests import ANSWERED, calls_about, is_about, issued_to, steps
from ._searches import found_nobody, is_on, most, subject, values

DOCUMENTED = frozenset(
    {
        "family",
        "given",
        "birthdate",
        "gender",
        "death-date",
        "address-postalcode",
        "address-postcode",
        "general-practitioner",
        "email",
        "phone",
        "_fuzzy-match",
        "_exact-match",
        "_history",
        "_max-results",
    }
)
POSTCODES = frozenset({"address-postalcode", "address-postcode"})
FUZZY = (
    {"given", "family", "birthdate"},
    {"family", "birthdate", "gender"},
    {"given", "birthdate", "gender"},
)
"""What a fuzzy search needs at least; the last two a postcode as well."""
DATE = r"(eq|ge|le)?\d{4}-\d{2}-\d{2}"
ENCODED = re.compile(r"(?:[A-Za-z0-9\-._~!$&'(),;:@/?=+]|%[0-9A-Fa-f]{2})*")
"""A query with whatever has to be percent-encoded: blanks, letters beyond ASCII, and the wildcard as PDS asks."""
WIDE_YEARS = 2


@criterion("PDS-05")
def test_a_search_asks_for_what_the_service_documents(evidence: EvidenceView):
    """Documented parameters; family name and birth date, or what a fuzzy search needs; as many results as may be."""
    for call in evidence.exchanges("pds", "search_patient"):
        sent = dict(call.request.query)
        expect_none("undocumented parameter", sorted(set(sent) - DOCUMENTED), call)
        expect_enough(call)
        allowed = range(1, most(call) + 1)
        asked = values(call, "_max-results") or [str(allowed[-1])]
        lawful = all(text in map(str, allowed) for text in asked)
        expect(lawful, f"_max-results absent or within 1 and {allowed[-1]} (by access mode)", asked, call)
        expect(not sent.keys() >= POSTCODES, "one of the two postcode parameters", sorted(sent), call)


@criterion("PDS-05")
def test_dates_and_wildcards_of_a_search_are_as_documented(evidence: EvidenceView):
    """Dates with eq, ge or le, a range by one ge and one le; wildcards after two characters, none in a fuzzy search."""
    for call in evidence.exchanges("pds", "search_patient"):
        for name in ("birthdate", "death-date"):
            for text in values(call, name):
                expect_match(name, DATE, text, call)
                expect(is_a_day(text[-10:]), f"{name} to be a day of the calendar", text, call)
        signs = sorted(text[:2] for text in values(call, "birthdate"))
        expect(len(signs) < 2 or signs == ["ge", "le"], "a range of one ge and one le", signs, call)
        open_ended = [(name, text) for name, text in call.request.query if "*" in text]
        early = [name for name, text in open_ended if "*" in text[:2]]
        expect_none("wildcard in the first two characters", early, call)
        expect(
            not (open_ended and is_on(call, "_fuzzy-match")),
            "no wildcard in a fuzzy search",
            open_ended,
            call,
        )


def is_a_day(text: str) -> bool:
    """Say whether a date is one: not the 31st of February."""
    try:
        return date.fromisoformat(text) is not None
    except ValueError:
        return False


def expect_enough(call: ExchangeView) -> None:
    """Raise NotMet unless a search says as much as the service needs."""
    sent = {name for name, text in call.request.query if text}
    if is_on(call, "_fuzzy-match"):
        enough = FUZZY[0] <= sent or (bool(POSTCODES & sent) and any(fields <= sent for fields in FUZZY[1:]))
        expect(
            enough,
            "given, family and birthdate, or one of the names, gender and postcode",
            sorted(sent),
            call,
        )
    else:
        todo = "Search by family name and birth date at least."
        expect({"family", "birthdate"} <= sent, "a family name and a birth date", sorted(sent), call, todo)


@criterion("PDS-09")
def test_a_record_found_by_search_is_retrieved_before_it_is_used(evidence: EvidenceView):
    """A search gives a part of the record; the whole is read after it, before the patient is adopted."""
    for journey in evidence.each():
        adopted = journey.observation("choose_patient")
        searches = [call for call in journey.exchanges("pds", "search_patient") if call.seq < adopted.seq]
        if not searches:
            raise NotShown(f"journey {journey.id}: nobody was searched for before a record was adopted")
        number = journey.person["nhs_number"]
        between = [
            call
            for call in journey.exchanges("pds")
            if call.operation == "read_patient"
            and searches[-1].seq < call.seq < adopted.seq
            and call.request.segments[-1] == number
        ]
        todo = "GET /Patient/{NHS number} before you use practice, address or telephone."
        due = "a retrieve between search and adoption"
        expect(bool(between), due, Words("none"), searches[-1], todo, timing="absent")


@criterion("PDS-41")
def test_what_is_no_nhs_number_is_not_sent(evidence: EvidenceView):
    """A wrong check digit, nine digits, letters: PDS is not asked, and the person told."""
    for journey in evidence.each():
        right = issued_to(journey, "numbers")["person"]["nhs_number"]
        # Ten times the same digit has a right check digit: nothing but ranges that nobody publishes speaks against it.
        keyed = [(seen, plain(str(seen.given.get("nhs_number")))) for seen in steps(journey, "numbers")]
        tried = [seen for seen, number in keyed if number != right and not nhs_number.is_valid(number)]
        if not tried:
            raise NotShown(f"journey {journey.id}: nothing was keyed in that is no NHS number")
        for seen in tried:
            expect(seen.status in ANSWERED, "an answer to what was keyed in", seen.told, seen)
        wrong = {plain(str(seen.given.get("nhs_number"))) for seen in tried}
        for call in evidence.of_run("pds"):
            expect_none("such number", sorted(wrong & set(map(plain, call.request.segments))), call)


@criterion("PDS-41")
def test_an_nhs_number_is_sent_as_ten_bare_digits(evidence: EvidenceView):
    """Spaces and hyphens that people write are left out."""
    for journey in evidence.each():
        right = issued_to(journey, "numbers")["person"]["nhs_number"]
        for call in calls_about(journey, "numbers", at_least=2):
            sent = [part for part in call.request.segments if digits(part) == right]
            expect_equal("the NHS number in the path", [right], sent, call, "Leave spaces and hyphens out.")


def plain(text: str) -> str:
    """Give a number without what people put between its digits."""
    return re.sub(r"[\s-]", "", text).casefold()


@criterion("PDS-42")
def test_a_query_is_percent_encoded(evidence: EvidenceView):
    """Blanks, letters beyond ASCII and `*` stand percent-encoded in the query."""
    for call in evidence.exchanges("pds", "search_patient"):
        query = call.request.target.partition("?")[2]
        todo = "Percent-encode UTF-8; write the wildcard %2A."
        expect(ENCODED.fullmatch(query) is not None, "a percent-encoded query", query, call, todo)


@criterion("PDS-42")
def test_a_name_arrives_as_it_is_written(evidence: EvidenceView):
    """The name that PDS reads is the one that was keyed in, with its apostrophe, blanks and marks."""
    for journey in evidence.each():
        due = steps(journey, "odd-name")[-1].given
        searches = [*odd_searches(journey), *astray(evidence, journey, "odd-name")]
        if not searches:
            raise NotShown(f"journey {journey.id}: nobody was searched for by a name with marks and blanks")
        for call in searches:  # whoever was found may be read at once
            family, given = values(call, "family"), values(call, "given")
            todo = "Encode names once, as UTF-8."
            whole = len(family) == 1 and is_written(family[0], due["family"])
            expect(whole, f"family to be {due['family']}", family, call, todo)
            begun = all(is_begun(name, due["given"]) for name in given)
            expect(begun, f"given to be {due['given']} or its beginning", given, call, todo)


def odd_searches(journey: JourneyView) -> list[ExchangeView]:
    """Give a journey's own searches for the patient whose name is odd."""
    calls = calls_about(journey, "odd-name", at_least=0)
    return [call for call in calls if call.operation == "search_patient"]


def astray(evidence: EvidenceView, journey: JourneyView, label: str) -> list[ExchangeView]:
    """Give searches for a patient that hold no mark of any journey, but the birth date that only this patient has."""
    person = issued_to(journey, label)["person"]
    born = [issued["person"]["birth_date"] for issued in journey.also.values()]
    if born.count(person["birth_date"]) > 1:
        return []
    searches = evidence.of_run("pds", "search_patient", at_least=0)
    return [call for call in searches if call.journey is None and is_about(person, call)]


def is_written(sent: str, due: str) -> bool:
    """Say whether a name is another one, in whatever case or form of Unicode, or its beginning with a wildcard."""
    return is_begun(sent, due) if sent.endswith("*") else same_form(sent) == same_form(due)


def is_begun(sent: str, due: str) -> bool:
    """Say whether a name is another one's beginning, or the whole of it."""
    return same_form(due).startswith(same_form(sent.rstrip("*")))


def same_form(name: str) -> str:
    """Give a name in the form that PDS compares: letters in one case, marks and letters put together."""
    return unicodedata.normalize("NFC", name).casefold()


@criterion("PDS-43")
def test_a_search_leaves_gender_out(evidence: EvidenceView):
    """Gender is asked for by no search but a fuzzy one that has too little without."""
    for call in evidence.exchanges("pds", "search_patient"):
        needed = is_on(call, "_fuzzy-match") and not {"family", "given"} <= {
            name for name, _ in call.request.query
        }
        todo = "Leave it out: where PDS has another gender the patient is missed."
        expect(needed or not values(call, "gender"), "no gender", values(call, "gender"), call, todo)


@criterion("PDS-43")
def test_a_fuzzy_search_follows_a_plain_one_that_missed(evidence: EvidenceView):
    """Similar names are searched for only after the name itself found nobody."""
    for journey in evidence.each():
        missed: set[tuple[str, ...]] = set()
        for call in journey.exchanges("pds", "search_patient"):
            if is_on(call, "_fuzzy-match"):
                todo = "Each person who matches is told of the look at their record."
                due = "a plain search first, that found nobody"
                expect(subject(call) in missed, due, Words("none"), call, todo, timing="order")
            elif found_nobody(call):
                missed.add(subject(call))


@criterion("PDS-43")
def test_a_search_is_no_dragnet(evidence: EvidenceView):
    """No family name cut to two or three letters with a range of years."""
    for call in evidence.exchanges("pds", "search_patient"):
        short = any(len(text.rstrip("*")) < 4 and "*" in text for text in values(call, "family"))
        wide = years_of(values(call, "birthdate")) >= WIDE_YEARS
        expect(not (short and wide), "a name, or a birth date, that is known", call.request.target, call)


def years_of(born: list[str]) -> float:
    """Give how many years a range of birth dates covers; one date covers none."""
    try:
        days = sorted(date.fromisoformat(text[2:]) for text in born if text[:2] in ("ge", "le"))
    except ValueError:
        return 0
    return (days[-1] - days[0]).days / 365 if len(days) == 2 else 0
