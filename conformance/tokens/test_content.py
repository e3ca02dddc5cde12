"""What a token says: the patient, what was supplied, when and where, and what was declared; and nobody else.

Source: interface sheet dos-eps-rtec-scr-dmd, 4.4 (contents of a blank FP10DT, of Pharmacy First), check 75.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_equal, expect_none
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.profiles import Profile

from .._shared.text import dates, letters_and_digits
from ._paper import Paper
from ._printings import Printing, printed

SHORT = 5
"""Characters of a system's own id of a referral up to which it has to stand after a word for it."""
REFERRAL = ("referral", "referral id", "referral no", "referral number", "reference", "ref", "ref no")
TODO = "Print it on the token; docs/reference/token-model.md lists what a token says."


@criterion("TOK-02")
def test_a_token_says_who_the_patient_is(evidence: EvidenceView):
    """Name, every line of the address, birth date, NHS number: of the record that was adopted."""
    for printing in printed(evidence):
        _expect_said(printing, _patient(printing))


@criterion("TOK-03")
def test_a_token_says_what_was_supplied_and_no_more(evidence: EvidenceView):
    """Every medicine that was supplied since the last token, with its quantity; none that was not supplied."""
    for printing in printed(evidence):
        paper, own = printing.paper, [str(item["display"]) for item in printing.items]
        _expect_said(printing, {"medicine": [[str(item["display"])] for item in printing.new_items]})
        for item in printing.new_items if "quantity" in _content(printing) else ():
            quantity, name = _number(item.get("quantity")), str(item["display"])
            numbers = paper.numbers_beside(name)
            expect(
                quantity in numbers,
                f"the quantity {quantity:g} beside {in_words(name)}",
                sorted(numbers),
                _place(printing),
                TODO,
            )
        expect_none("medicine that was not supplied", _others(printing, own, paper), _place(printing))


@criterion("TOK-04")
def test_a_token_says_when_and_where_it_was_supplied(evidence: EvidenceView):
    """The day of supply in London, the practice, the referral, the pharmacy."""
    for printing in printed(evidence):
        _expect_said(printing, _supply(printing))


@criterion("TOK-05")
def test_a_token_ticks_what_was_declared(evidence: EvidenceView):
    """The box of what was declared, or that the charge was paid, never both; else none but that of an age."""
    profile = evidence.profile("token")
    for printing in printed(evidence):
        ticked, due = printing.paper.ticked(profile), _due(printing, profile)
        todo = "Tick what was declared and nothing else, or that the charge was paid: never both."
        where = f"the boxes ticked, where {printing.declared or 'nothing'} was declared,"
        if printing.is_declared_anew:
            expect_equal(where, sorted(due), sorted(ticked), _place(printing), todo)
        else:
            expect_none("box ticked that nobody declared", sorted(ticked - due), _place(printing), todo)


@criterion("TOK-09")
def test_a_token_has_nobody_else_on_it(evidence: EvidenceView):
    """No postcode or name of another patient of the journey, nor the NHS number of anybody else in the run."""
    for printing in printed(evidence):
        paper = printing.paper
        issued = (printing.journey.issued, *printing.journey.also.values())
        others = [other["person"] for other in issued if other is not printing.issued]
        found = [mark for other in others for mark in _marks(other) if paper.says(mark)]
        found += sorted(paper.nhs_numbers - {printing.person["nhs_number"], *found})
        expect_none("details of another patient", found, _place(printing), "Begin each token anew.")


def _expect_said(printing: Printing, due: Mapping[str, list[list[str]]]) -> None:
    paper, content = printing.paper, _content(printing)
    for what, things in due.items():
        for forms in things if what in content else ():
            said = paper.says_one_of(forms)
            received = Words(f"a token without it, of {len(paper.lines)} lines")
            expect(said, f"{what} on the token: {' or '.join(forms[:3])}", received, _place(printing), TODO)


def _patient(printing: Printing) -> dict[str, list[list[str]]]:
    person = printing.person
    return {
        "name": [forms for forms in _names(printing) if forms],
        "address": [[line] for line in _home(printing) if line],
        "birth-date": [dates(person["birth_date"])],
        "nhs-number": [[person["nhs_number"]]],
    }


def _names(printing: Printing) -> list[list[str]]:
    """Give the given and the family name, each as it may be; none where they may be either of two."""
    if printing.held is not None:
        usual = [name for name in printing.held["names"] if name["use"] == "usual"]
        return [[given for name in usual for given in name["given"][:1]], [name["family"] for name in usual]]
    person = printing.person
    return [] if printing.is_known_in_two_ways else [[person["given"]], [person["family"]]]


def _home(printing: Printing) -> list[str]:
    """Give the lines of the address, with its postcode; none where it may be either of two."""
    if printing.held is not None:
        home = printing.held["addresses"][0]
        return [*home["lines"], home["postcode"]]
    person = printing.person
    return [] if printing.is_known_in_two_ways else [*person["address"], person["postcode"]]


def _practices(printing: Printing) -> list[Mapping[str, Any]]:
    """Give the patient's practice; none where it may be either of two."""
    if printing.held is not None:
        issued = (printing.journey.issued, *printing.journey.also.values())
        known = {one["person"]["practice"]["ods"]: one["person"]["practice"] for one in issued}
        return [known[printing.held["practice"]]]
    return [] if printing.is_known_in_two_ways else [printing.person["practice"]]


def _supply(printing: Printing) -> dict[str, list[list[str]]]:
    report, practices = printing.issued["report"], _practices(printing)
    references = [*(report[key] for key in ("case_reference", "case_id", "document_id")), *_own(printing)]
    pharmacy = report["premises"]
    return {
        "date-of-supply": [[form for day in printing.days for form in dates(day.isoformat())]],
        "practice": [[practice["name"], practice["ods"]] for practice in practices],
        # PDS has no address of a practice: only of the referral's it can be known.
        "practice-address": [
            [practice["postcode"]] for practice in practices if practice == printing.person["practice"]
        ],
        "referral": [references],
        "pharmacy": [[pharmacy["ods"], pharmacy["name"]]],
    }


def _own(printing: Printing) -> list[str]:
    """Give the writings of the system's own id of the referral: a short one only after a word for it."""
    own = str(printing.seen.referral or "")
    if len(letters_and_digits(own)) > SHORT:
        return [own]
    return [f"{word} {own}" for word in REFERRAL] if letters_and_digits(own) else []


def _content(printing: Printing) -> list[str]:
    return list(printing.journey.profiles["token"]["content"])


def _due(printing: Printing, profile: Profile) -> set[str]:
    """Give the boxes of what was declared, or of an age that exempts; none where only the patient can tell."""
    boxes = profile["boxes"]
    if printing.declared:
        kind = printing.declared
        return {profile["paid"] if kind == "none-charge-paid" else str(boxes.get(kind))}
    return {boxes["under-16"], boxes["over-60"]} if printing.is_exempt_by_age is not False else set()


def _others(printing: Printing, own: list[str], paper: Paper) -> list[str]:
    """Give the run's other medicines that stand on a token."""
    mine = letters_and_digits(" ".join(own))
    names = {str(medicine["display"]) for medicine in printing.issued["medicines"].values()}
    return sorted(name for name in names if letters_and_digits(name) not in mine and paper.says(name))


def _number(value: Any) -> float:
    try:
        return float(value or 0)
    except OverflowError:
        return math.inf


def _marks(person: Mapping[str, Any]) -> Iterator[str]:
    yield person["nhs_number"]
    yield person["postcode"]
    yield f"{person['given']} {person['family']}"


def _place(printing: Printing) -> Any:
    return printing.papers[0]
