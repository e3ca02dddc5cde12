"""How the FHIR tracker is asked, and what is told of its statuses and of its three ways to have nothing.

Source: Clinical Prescription Tracker API (interface sheet dos-eps-rtec-scr-dmd, section 3.5, checks 62 and 63).
"""

import re
from collections.abc import Iterator

from cpcs_harness.judging import EvidenceView, ExchangeView, criterion, expect, expect_equal, expect_none
from cpcs_harness.judging.in_words import Words, in_words

from ._clinical import SEARCH, SERVICE, STATUS_URLS, VIEW
from ._looks import NONE_FOUND, Look, looks, some

UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
UNKNOWN, LATE = 404, 408
USER, ROLE = "NHSD-Identity-UUID", "NHSD-Session-URID"
NOT_ASKED = "the FHIR tracker was not asked"


@criterion("EPT-15")
def test_each_request_has_an_id_of_its_own(evidence: EvidenceView):
    """A UUID; a request that is sent once more after trouble may keep its own."""
    known: dict[str, ExchangeView] = {}
    for call in some(calls_in(looks(evidence)), NOT_ASKED):
        sent = call.request.header("X-Request-ID")
        expect(bool(re.fullmatch(UUID, sent or "")), "X-Request-ID that is a UUID", sent, call)
        before = known.setdefault(str(sent).lower(), call)
        if before is not call and not is_again(before, call):
            expect(False, f"another X-Request-ID than exchange {before.id} had", sent, call)


@criterion("EPT-15")
def test_each_request_names_who_looks(evidence: EvidenceView):
    """Whose token it is, and one of their roles: the tracker is asked in the name of a person."""
    for call in some(calls_in(looks(evidence)), NOT_ASKED):
        user, role = (call.request.header(name) for name in (USER, ROLE))
        for name, said in ((USER, user), (ROLE, role)):
            expect(bool(said), name, Words("none"), call)
        access = call.facts.get("access") or {}
        if access:  # or else it was refused before anybody saw whose it was
            expect_equal(USER, access["user"], user, call)
            expect(role in access["roles"], f"a role of theirs: {in_words(access['roles'])}", role, call)


@criterion("EPT-16")
def test_a_search_is_by_one_thing(evidence: EvidenceView):
    """By prescriptionId or nhsNumber; both, and neither, are refused."""
    searches = (call for call in calls_in(looks(evidence)) if call.operation == SEARCH)
    for call in some(searches, "the FHIR tracker was not searched"):
        names = [
            name for name, value in call.request.query if name in ("prescriptionId", "nhsNumber") and value
        ]
        expect(len(names) == 1, "one of prescriptionId and nhsNumber", names or Words("neither"), call)


@criterion("EPT-17")
def test_a_status_is_shown_under_either_extension(evidence: EvidenceView):
    """As that of the examples and as that of the code: the words mean one status, and none of the other's."""
    every = [(offered, row, look) for look in looks(evidence) for offered, row in look.known]
    rows = some((found for found in every if "statusUrl" in found[0]), "no prescription of it was shown")
    meanings: dict[str, set[str]] = {}
    for offered, row, _ in rows:
        meanings.setdefault(words_of(row), set()).add(offered["prescriptionStatus"])
    for offered, row, look in rows:
        words, url = words_of(row), offered["statusUrl"]
        expect(words != "", f"the status of {row['id']}, in {url}", Words("nothing"), look.seen)
        expect_equal(
            f"statuses shown as {in_words(words)}",
            {offered["prescriptionStatus"]},
            meanings[words],
            look.seen,
        )
    urls = {offered["statusUrl"] for offered, _, _ in rows}
    some((url for url in STATUS_URLS if urls == set(STATUS_URLS)), "not both extensions were met")


@criterion("EPT-18")
def test_nothing_unknown_and_late_are_told_apart(evidence: EvidenceView):
    """Three things that a pharmacist has to do something different about; a 404 before the tracker is trouble."""
    every = [look for look in looks(evidence) if look.by_fhir]
    nothing = [look for look in every if look.answered_with == {NONE_FOUND} and not look.refused]
    late = [look for look in every if LATE in look.refused and not look.answered_with]
    unknown = [look for look in every if any(is_unknown(call) for call in look.calls)]
    lost = [look for look in every if any(is_lost(call) for call in look.calls)]
    for look in some(late, "the tracker never answered 408"):
        expect_none("prescriptions though the tracker was late", list(look.shown), look.seen)
    told = {
        "that there is none": some(nothing, "the tracker never found nothing"),
        "that it does not know the prescription": unknown,
        "that it was late": late,
    }
    for what, those in told.items():
        others = {look.told.casefold() for name, found in told.items() if name != what for look in found}
        for look in those:
            expect(look.told != "", f"to be told {what}", Words("nothing"), look.seen)
            expect(look.told.casefold() not in others, f"other words {what}", look.told, look.seen)
    words = {look.told.casefold() for look in (*nothing, *unknown)}
    for look in lost:
        due = "other words than for none, and for one that the tracker does not know"
        expect(look.told.casefold() not in {"", *words}, due, look.told, look.seen)


def calls_in(found: list[Look]) -> Iterator[ExchangeView]:
    """Give every request to the FHIR tracker."""
    return (call for look in found for call in look.calls if call.service == SERVICE)


def is_again(before: ExchangeView, call: ExchangeView) -> bool:
    """Say whether a request is one that was sent before and came to nothing."""
    same = (before.request.target, before.step) == (call.request.target, call.step)
    return same and before.response.status not in range(200, 300)


def is_unknown(call: ExchangeView) -> bool:
    """Say whether the tracker did not know the prescription whose view was asked for: it says so itself."""
    said = call.response.json
    own = isinstance(said, dict) and said.get("resourceType") == "OperationOutcome"
    return call.operation == VIEW and call.response.status == UNKNOWN and own


def is_lost(call: ExchangeView) -> bool:
    """Say whether something before the tracker answered that it knows no such address."""
    return call.operation == VIEW and call.response.status == UNKNOWN and not is_unknown(call)


def words_of(row: object) -> str:
    """Give the words for a status, in small letters."""
    return " ".join(str((row.get("status") if isinstance(row, dict) else "") or "").split()).casefold()
