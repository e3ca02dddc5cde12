"""Issuing: unique marks, the same people for the same seed, and nothing that could be anybody's."""

import itertools
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.register import Register, _marks_of
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.people import issue, nhs_number
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer
from explore import explored

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PATHWAYS = ("minor-illness", "urgent-medicines")
DRAMA = re.compile(r"0116 496 0\d{3}|03069 990\d{3}|07700 900\d{3}")


@pytest.fixture(scope="module")
def environment():
    return make_environment(1)


@pytest.fixture(scope="module")
def crowd(environment):
    """Everybody of 200 journeys, some of which are at their second attempt."""
    names = [f"journey-{number}" for number in range(200)]
    issuer = Issuer(3, environment, names[:150])
    attempts = [(name, 1) for name in names] + [(name, 2) for name in names[:60]]
    return [issuer.issue(name, PATHWAYS[len(name) % 2], attempt, NOW) for name, attempt in attempts]


def test_no_mark_is_given_twice(crowd):
    marks = [mark for issued in crowd for mark in _marks_of(issued)]

    plain = [re.sub(r"\s", "", text).casefold() for _, text in marks]
    assert len(plain) == len(set(plain))


def test_no_mark_lies_within_anothers(crowd):
    by_kind = {}
    for issued in crowd:
        for kind, text in _marks_of(issued):
            by_kind.setdefault(kind, set()).add(re.sub(r"\s", "", text).casefold())

    for kind in ("postcode", "family name", "practice", "case", "GPhC number", "telephone", "care worker"):
        texts = sorted(by_kind[kind])
        joined = "\n".join(texts)
        assert [text for text in texts if joined.count(text) != 1] == [], kind


def test_each_is_found_by_each_of_its_marks_alone(crowd):
    register = Register()
    for issued in crowd[:200]:
        register.add(issued)

    for issued in crowd[:200]:
        assert {register.match([text])[0] for _, text in _marks_of(issued)} == {issued.journey}


def test_other_things_are_unique_too(crowd):
    for what in (
        lambda one: one.person.home_telephone,
        lambda one: one.person.practice.name,
        lambda one: one.person.practice.mailbox_password,
        lambda one: one.pharmacist.full_name,
    ):
        assert len({what(one) for one in crowd}) == len(crowd)


def test_the_same_seed_gives_the_same_people_in_any_order(environment):
    names = ["a", "b", "c", "d"]
    results = []
    for order in itertools.permutations(names):
        issuer = Issuer(5, environment, names)
        issued = {name: issuer.issue(name, "minor-illness", 1, NOW) for name in order}
        results.append([issued[name] for name in names])

    assert all(result == results[0] for result in results)


def test_journeys_that_were_not_named_beforehand_get_the_same_people_too(environment):
    first, second = Issuer(5, environment), Issuer(5, environment)
    second.issue("something-else", "minor-illness")

    assert first.issue("a", "minor-illness", 2, NOW) == second.issue("a", "minor-illness", 2, NOW)


def test_another_seed_gives_other_people(environment):
    one, other = (Issuer(seed, environment, ["a"]).issue("a", "minor-illness") for seed in (1, 2))

    assert one.person.nhs_number != other.person.nhs_number
    assert one.report.document_id != other.report.document_id


def test_asking_twice_gives_the_same(environment):
    issuer = Issuer(5, environment)

    assert issuer.issue("a", "minor-illness", 1, NOW) == issuer.issue("a", "minor-illness", 1, NOW)


def test_journeys_named_beforehand_take_turns_at_the_premises(environment):
    names = ["a", "b", "c", "d"]
    issuer = Issuer(5, environment, names)

    assert [issuer.issue(name, "minor-illness").premises.ods for name in names] == ["FA101", "FA102"] * 2


def test_nothing_could_be_a_real_persons(crowd):
    for issued in crowd:
        person = issued.person
        assert nhs_number.is_valid(person.nhs_number)
        assert person.nhs_number.startswith("999")
        assert DRAMA.fullmatch(person.callback)
        assert DRAMA.fullmatch(person.home_telephone)
        assert DRAMA.fullmatch(person.practice.telephone)
        assert re.fullmatch(r"Y[4-7]\d{4}", person.practice.ods)
        assert re.fullmatch(r"[a-z0-9.-]+@nhs\.net", person.practice.email)
        assert re.fullmatch(r"[A-Z]{2}\d{1,2} \d[A-Z]{2}", person.postcode)
        assert re.fullmatch(r"\d{7}", issued.pharmacist.gphc)


@explored(50)
@given(seed=st.integers(0, 2**32), name=st.text(max_size=30), attempt=st.integers(1, 5))
def test_the_guard_lets_every_issued_number_pass(environment, seed, name, attempt):
    issued = Issuer(seed, environment).issue(name, "urgent-medicines", attempt)
    said = f"/Patient/{issued.person.nhs_number}".encode()

    guard = Guard()
    assert guard.screen(said, None) == said
    assert guard.findings == []
    assert nhs_number.check_digit(issued.person.nhs_number[:9]) == int(issued.person.nhs_number[9])


def test_a_report_was_written_some_minutes_ago(crowd):
    minutes = {(NOW - issued.report.created).total_seconds() / 60 for issued in crowd}

    assert min(minutes) >= 2
    assert max(minutes) <= 12


def test_a_report_has_a_long_section_and_one_to_be_read_to_the_letter(crowd):
    for issued in crowd:
        texts = [section.text for section in issued.report.sections]

        assert [section.title for section in issued.report.sections] == fixture("report_texts")["titles"]
        assert [len(text) > 2000 for text in texts].count(True) == 1
        assert any("<" in text and ">" in text and "&" in text for text in texts)
        assert not any("{" in text for text in texts)


def test_a_long_section_ends_with_what_is_its_patients_own(crowd):
    for issued in crowd:
        long = next(section.text for section in issued.report.sections if len(section.text) > 2000)

        assert long.endswith(f"{issued.report.case_id}.")


def test_each_pathway_has_dispositions_of_its_own(environment):
    issuer = Issuer(5, environment)

    codes = {
        pathway: {issuer.issue(f"{pathway}-{n}", pathway).report.disposition_code for n in range(40)}
        for pathway in PATHWAYS
    }
    assert codes == {"minor-illness": {"Dx28"}, "urgent-medicines": {"Dx80", "Dx85", "Dx86", "Dx87"}}


def test_all_three_sending_systems_occur(crowd):
    assert {issued.report.habits for issued in crowd} == {"field", "strict", "tpp"}


def test_a_pathway_of_another_catalogue_has_a_report_all_the_same(environment):
    report = Issuer(5, environment).issue("a", "dentistry").report

    assert report.disposition_code == "Dx28"
    assert [section.title for section in report.sections] == fixture("report_texts")["titles"]


def test_a_run_holds_so_many_attempts_and_says_so(environment, monkeypatch):
    monkeypatch.setattr(issue, "SLOTS", 3)
    issuer = Issuer(5, environment)
    for name in "abc":
        issuer.issue(name, "minor-illness")

    with pytest.raises(HarnessError, match="more than 3 attempts"):
        issuer.issue("d", "minor-illness")


def test_a_further_patient_of_a_journey_shares_no_mark_with_the_first_and_goes_where_it_is_sent(environment):
    issuer = Issuer(3, environment, ["journey-1"])
    first = issuer.issue("journey-1", PATHWAYS[0], now=NOW)
    other = environment.premises[1]

    more = [issuer.issue("journey-1", PATHWAYS[0], now=NOW, label=label, premises=other) for label in "ab"]

    marks = [text for issued in (first, *more) for _, text in _marks_of(issued)]
    assert len(marks) == len(set(marks))
    assert {issued.report.premises for issued in more} == {other}
    assert {issued.gp_referral.premises for issued in more} == {other}
    assert [issued.label for issued in more] == ["a", "b"]


@explored(100)
@given(
    st.lists(st.text("abAB1 9", min_size=1, max_size=9).filter(str.strip), min_size=1, max_size=12),
    st.text("abAB1 9", max_size=80),
)
def test_a_mark_is_found_wherever_it_occurs_however_short_it_is(marks, text):
    register = Register()
    for mark in marks:
        register.link("case", mark, "journey")

    folded = re.sub(r"\s", "", text).casefold()
    occurs = any(re.sub(r"\s", "", mark).casefold() in folded for mark in marks)

    assert (register.match([text])[0] == "journey") == occurs


def test_whoever_was_named_beforehand_is_the_same_person_in_any_order_and_whoever_else_asks(environment):
    further = {name: [f"label {number}" for number in range(9)] for name in "abc"}
    asked = [(name, attempt, label) for name in "abc" for attempt in (1, 2) for label in ("", *further[name])]

    def issued(order):
        issuer = Issuer(5, environment, list("abcd"), further=further)
        return {
            key: issuer.issue(f"{key[0]}/2" if key[1] == 2 else key[0], PATHWAYS[0], key[1], NOW, key[2])
            for key in order
        }

    whole = issued(asked)
    assert issued(reversed(asked)) == whole
    assert issued(asked[::5]) == {key: whole[key] for key in asked[::5]}


def test_a_subset_of_the_catalogues_journeys_has_the_people_of_the_whole_run(environment):
    journeys, further = list(all_journeys()), fixture("people")
    order = [(name, label) for name in journeys for label in ("", *further.get(name, ()))]

    def issued(asked):
        issuer = Issuer(5, environment, journeys, further=further)
        return {(name, label): issuer.issue(name, PATHWAYS[0], 1, NOW, label) for name, label in asked}

    whole = issued(order)
    only = [key for key in order if key[0] == "two-pharmacies-um"]
    assert issued(only) == {key: whole[key] for key in only}
    assert issued(reversed(order)) == whole
