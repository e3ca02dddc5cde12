"""Several thousand people in one run: the no mark of any is another's."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.register import Register, _marks_of
from cpcs_harness.people import nhs_number
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import SLOTS, Issuer
from cpcs_harness.people.series import ALL, BLOCKS, carer_of, further_families
from explore import explored

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PATHWAYS = ("minor-illness", "urgent-medicines")
NAMES = [f"journey-{number}" for number in range(600)]
DRAMA = re.compile(
    r"07700 900\d{3}|011[3-8] 496 0\d{3}|01[2-6]1 496 0\d{3}|0191 498 0\d{3}|020 7946 0\d{3}|029 2018 0\d{3}"
    r"|03069 990\d{3}"
)
"""Ofcom's numbers for drama."""


@pytest.fixture(scope="module")
def environment():
    return make_environment(1)


def everybody(seed, environment):
    """Issue as many as can be: journeys named beforehand and their further patients, and others."""
    further = {name: [f"more {number}" for number in range(4)] for name in NAMES[:200]}
    issuer = Issuer(seed, environment, NAMES, further=further)
    named = [(name, "") for name in NAMES] + [(name, label) for name in further for label in further[name]]
    again = [
        (f"{name}/2" if attempt == 2 else name, label, attempt) for name, label in named for attempt in (1, 2)
    ]
    late = [(f"late-{number}", "", 1) for number in range(SLOTS - len(again))]
    return [
        issuer.issue(name, PATHWAYS[number % 2], attempt, NOW, label=label)
        for number, (name, label, attempt) in enumerate([*again, *late])
    ]


@explored(3)
@given(seed=st.integers(0, 2**32))
def test_no_mark_of_a_full_run_is_anothers_or_lies_within_it(environment, seed):
    by_kind = {}
    for issued in everybody(seed, environment):
        for kind, text in _marks_of(issued):
            by_kind.setdefault(kind, []).append(re.sub(r"\s", "", text).casefold())

    every = [text for texts in by_kind.values() for text in texts]
    assert [text for text, times in Counter(every).items() if times > 1] == []
    for kind, texts in by_kind.items():
        assert within_another(texts) == [], kind


def within_another(texts):
    """Find the texts that are a part of a longer one: of each, every part of a length that occurs is looked up."""
    known, lengths = set(texts), {len(text) for text in texts}
    return [
        (text[start : start + length], text)
        for text in texts
        for length in lengths
        if length < len(text)
        for start in range(len(text) - length + 1)
        if text[start : start + length] in known
    ]


@explored(3)
@given(seed=st.integers(0, 2**32))
def test_everybody_of_a_full_run_has_marks_of_the_documented_shapes(environment, seed):
    for issued in everybody(seed, environment):
        person, practice = issued.person, issued.person.practice
        assert nhs_number.is_valid(person.nhs_number)
        assert person.nhs_number.startswith("999")
        for number in (person.callback, person.home_telephone, practice.telephone, carer_of(person.callback)):
            assert DRAMA.fullmatch(number)
            assert re.fullmatch(r"0\d{10}", number.replace(" ", ""))
        assert re.fullmatch(r"[A-Z]{2}\d{1,2} \d[A-Z]{2}", person.postcode)
        assert re.fullmatch(r"Y[4-7]\d{4}", practice.ods)
        assert practice.mailbox == f"{practice.ods}OT001"
        assert re.fullmatch(r"[a-z0-9.-]+@nhs\.net", practice.email)
        assert re.fullmatch(r"24[56]\d{4}", issued.pharmacist.gphc)
        assert re.fullmatch(r"55\d{9}0", issued.care_worker.user_id)
        assert re.fullmatch(r"WY[C-F]\d{8}", issued.report.case_id)
        assert re.fullmatch(r"GP[R-U]\d{9}", issued.gp_referral.reference)


def test_everybody_of_a_full_run_is_found_by_each_mark_and_nobody_more_can_be_issued(environment):
    issuer, register = Issuer(3, environment, [f"journey-{number}" for number in range(SLOTS)]), Register()
    crowd = [issuer.issue(f"journey-{number}", PATHWAYS[0], now=NOW) for number in range(SLOTS)]
    for issued in crowd:
        register.add(issued)

    for issued in crowd[::10]:
        assert {register.match([text])[0] for _, text in _marks_of(issued)} == {issued.journey}
    for what in (
        lambda issued: issued.person.home_telephone,
        lambda issued: issued.person.practice.name,
        lambda issued: issued.pharmacist.full_name,
    ):
        assert len({what(issued) for issued in crowd}) == SLOTS
    assert issuer.left == 0
    with pytest.raises(HarnessError, match=f"more than {SLOTS} attempts"):
        issuer.issue("another", PATHWAYS[0])


def test_more_journeys_than_people_are_refused_at_once(environment):
    with pytest.raises(HarnessError, match=f"more than {SLOTS} attempts"):
        Issuer(3, environment, [str(number) for number in range(SLOTS + 1)])


def test_each_series_has_beginnings_and_names_of_its_own():
    assert SLOTS >= 4000
    assert [series.number for series in ALL] == list(range(len(ALL)))
    for kind in ("case", "referral", "practice"):
        assert len({getattr(series, kind) for series in ALL}) == len(ALL)
    ranges = [getattr(series, kind) for series in ALL for kind in ("callback", "home", "surgery", "carer")]
    assert len(set(ranges)) == len(ranges)
    assert len(set(further_families())) == SLOTS - BLOCKS
