"""What is written down of patients: each one's own, the same for the same seed, and plausible."""

import re
from collections import Counter
from dataclasses import fields

import pytest

from cpcs_harness.judging.account.account import bare
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.words import METHODS, Words, draw_words

PATHWAYS = ("minor-illness", "urgent-medicines")
MARKS = ["complaint", "assessment", "advice", "actions", "correction", "reason"]
TEXTS = [field.name for field in fields(Words) if field.name not in ("method", "days", "tablets")]


@pytest.fixture(scope="module")
def crowd():
    return [draw_words(1, f"journey-{number}", PATHWAYS[number % 2], number) for number in range(4000)]


def test_the_same_name_gives_the_same_words_and_another_gives_others():
    same = [draw_words(1, "a", PATHWAYS[0], 7) for _ in range(2)]

    assert same[0] == same[1]
    assert same[0] != draw_words(2, "a", PATHWAYS[0], 7)


@pytest.mark.parametrize("part", MARKS)
def test_no_two_patients_have_the_same_text(crowd, part):
    times = Counter(bare(getattr(words, part)) for words in crowd)

    assert [text for text, count in times.items() if count > 1] == []


def test_each_form_of_a_text_that_stands_for_a_patient_has_what_makes_it_one_patients():
    known = fixture("words")
    forms = [
        form for texts in (known, *map(known.get, PATHWAYS)) for part in MARKS for form in texts.get(part, ())
    ]

    assert [form for form in forms if "{time}" not in form or "{many}" not in form] == []


def test_every_text_is_filled_in_and_of_a_length_that_any_screen_takes(crowd):
    for words in crowd:
        for part in TEXTS:
            assert 15 < len(getattr(words, part)) < 120, part
            assert "{" not in getattr(words, part)


def test_no_text_has_the_quantity_of_the_product(crowd):
    for words in crowd:
        texts = [getattr(words, part) for part in ("complaint", "assessment", "advice", "actions")]
        plain = re.sub(r"\d+[:.]\d+|pulse \d+", "", " ".join(texts))
        assert str(words.tablets) not in re.findall(r"\d+", plain)


def test_what_is_supplied_lasts_no_longer_than_the_regulation_allows(crowd):
    assert {words.days for words in crowd} <= set(range(14, 31))
    assert {words.method for words in crowd} == set(METHODS)


def test_a_pathway_of_another_catalogue_has_words_all_the_same():
    assert draw_words(1, "a", "dentistry", 7).advice


def test_a_patient_is_issued_with_words_of_the_seed_and_label():
    first, again = (
        Issuer(5, make_environment(1)).issue("a", PATHWAYS[0], label="second").words for _ in range(2)
    )

    assert first == again
    assert first != Issuer(5, make_environment(1)).issue("a", PATHWAYS[0]).words
