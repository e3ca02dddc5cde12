"""Searches of DoS for pharmacies: path, service type, radius.

Source: UEC DoS REST API v1.0, byServiceType (interface sheet dos-eps-rtec-scr-dmd, sections 2.3 and 2.8).
"""

import re
from base64 import b64encode
from urllib.parse import unquote

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotMet,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.text import letters_and_digits, plain_postcode
from ._searches import searches

SHAPE = [
    "caseId",
    "postcode",
    "searchDistance",
    "gpPracticeId",
    "age",
    "gender",
    "disposition",
    "serviceTypeIds",
    "numberPerType",
]
"""The path's segments after byServiceType, in order."""
PHARMACY_TYPES = {"13", "131", "132"}
"""131 is the CPCS type; 13 and 132 served as such when the Toolkit was written."""
AGE_GROUPS = {"0", "1", "2", "3", "4", "8"}
GENDERS = {"0", "M", "F", "I"}
DISTANCES = {0.0, 37.0, 37.5, 38.0}
"""Default, the Toolkit's radius, and that radius as the whole number that DoS documents the segment to be."""


def segments_of(call: ExchangeView) -> list[str]:
    """Give what follows byServiceType in the path."""
    parts = call.request.segments
    return parts[parts.index("byServiceType") + 1 :] if "byServiceType" in parts else []


def asked(journey: JourneyView) -> list[tuple[ObservationView, list[ExchangeView]]]:
    """Give each look for pharmacies with every call to DoS that was meant as its search by service type.

    Of whatever shape, and however answered. Raises NotMet where DoS was asked for pharmacies in another way;
    NotShown where it was not asked.
    """
    todo = "Ask for services/byServiceType/… of the DoS REST API."
    listed = []
    for search in searches(journey):
        found = [call for call in search.calls if "byServiceType" in call.request.target]
        if not found and search.calls:
            other = search.calls[-1]
            expected, received = "a search by service type", other.request.target
            raise NotMet(expected, received, at=other.where, todo=todo, exchanges=[other.id])
        listed.append((search.seen, found))
    if not any(found for _, found in listed):
        raise NotShown(f"journey {journey.id}: DoS was not asked for pharmacies")
    return listed


def calls_of(journey: JourneyView) -> list[ExchangeView]:
    """Give every search by service type of a journey."""
    return [call for _, found in asked(journey) for call in found]


@criterion("DOS-02")
def test_a_search_has_the_shape_that_dos_documents(evidence: EvidenceView):
    """Nine segments, unset ones 0, the postcode asked for, Basic credentials."""
    due = evidence.environment
    credentials = b64encode(f"{due['dos_username']}:{due['dos_password']}".encode()).decode()
    for journey in evidence.each():
        for seen, calls in asked(journey):
            for call in calls:
                check_shape(call, plain_postcode(seen.given["postcode"]))
                proof = call.request.header("Authorization")
                expect_equal("Authorization", f"Basic {credentials}", proof, call)
                hidden = due["dos_password"] not in unquote(call.request.target)
                expect(
                    hidden,
                    "an address without the password",
                    Words("it is in it"),
                    call,
                    "Logs keep addresses.",
                )


def check_shape(call: ExchangeView, postcode: str) -> None:
    """Hold one search against what DoS documents of its segments."""
    parts = segments_of(call)
    expect_equal("the number of segments", len(SHAPE), len(parts), call)
    empty = [name for name, part in zip(SHAPE, parts, strict=True) if part == ""]
    expect_none("empty segment", empty, call, "Send 0 for what is not set.")
    found = dict(zip(SHAPE, parts, strict=True))
    expect_equal("the postcode", postcode, plain_postcode(found["postcode"]), call)
    expect(found["age"] in AGE_GROUPS, f"an age group of {in_words(sorted(AGE_GROUPS))}", found["age"], call)
    expect(found["gender"] in GENDERS, f"a gender of {in_words(sorted(GENDERS))}", found["gender"], call)
    for name in ("gpPracticeId", "numberPerType"):
        expect(
            found[name].isdecimal(),
            f"{name} to be a number",
            found[name],
            call,
            "Send 0 for what is not set.",
        )


@criterion("DOS-19")
def test_a_search_is_not_called_monitoring(evidence: EvidenceView):
    """The case id that DoS keeps for monitoring is not that of a search for somebody."""
    for journey in evidence.each():
        for call in calls_of(journey):
            case_id = (segments_of(call) or [""])[0]
            expect(case_id.upper() != "MONITORING", "a case id of 0, or of a case", case_id, call, "Send 0.")


@criterion("DOS-03")
def test_a_search_asks_within_the_radius_of_the_toolkit(evidence: EvidenceView):
    """37.5 miles: said, or left to DoS, whose default it is; 60 would be kilometres taken for miles."""
    for parts, call in whole(evidence):
        said = re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", parts[2])
        right = said is not None and float(parts[2]) in DISTANCES
        expect(right, "a distance of 0 or 37.5 (miles)", parts[2], call, "Send 0.")


@criterion("DOS-24")
def test_a_search_is_for_pharmacies_of_the_service(evidence: EvidenceView):
    """Service type 131, or one under which pharmacies offered CPCS when the Toolkit was written."""
    for parts, call in whole(evidence):
        types = set(parts[SHAPE.index("serviceTypeIds")].split(","))
        due = f"service types within {in_words(sorted(PHARMACY_TYPES))}"
        todo = "Search for type 131: dos.service_type of provision.json."
        expect(types <= PHARMACY_TYPES, due, sorted(types), call, todo)


def whole(evidence: EvidenceView) -> list[tuple[list[str], ExchangeView]]:
    """Give each search that has every segment, with its segments; none is NotShown."""
    found = [(segments_of(call), call) for journey in evidence.each() for call in calls_of(journey)]
    listed = [(parts, call) for parts, call in found if len(parts) == len(SHAPE)]
    if not listed:
        why = f"no search had {len(SHAPE)} segments (DOS-02), so that none has anything in its place"
        raise NotShown(why, exchanges=[call.id for _, call in found])
    return listed


@criterion("DOS-06")
def test_a_search_names_no_patient(evidence: EvidenceView):
    """Nothing of the patient but the postcode where a pharmacy is wanted."""
    for journey in evidence.each():
        person = journey.person
        words = [
            person["nhs_number"],
            person["family"],
            person["given"],
            person["birth_date"],
            person["callback"],
        ]
        for call in journey.exchanges("dos"):
            said = letters_and_digits(unquote(call.request.target))
            found = [word for word in words if letters_and_digits(word) in said]
            expect_none("patient data in a search", found, call, "Leave caseId 0, or name the referral.")
