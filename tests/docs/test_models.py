"""The pages of our models say of what stands on them what fails, and what is a question alone."""

import re

import pytest

from checkout import ROOT
from cpcs_harness._content import CATALOGUE
from cpcs_harness.catalogue import load_catalogue

PAGES = sorted((ROOT / "docs" / "reference").glob("*-model.md"))
WHOLE = "What fails it is a `query`"
"""Says that nothing which the page names makes a requirement not met."""
BESIDE = re.compile(r"\bdoes\s+fail\b")


def sure(text):
    """Give the automated musts that a page names and that are not modelled."""
    criteria = load_catalogue(CATALOGUE).criteria
    named = (criteria[id] for id in re.findall(r"\b[A-Z]+[0-9]*[A-Z]?-\d{2}\b", text) if id in criteria)
    return {
        one.id
        for one in named
        if (one.strength, one.judged_by) == ("must", "automated") and one.certainty != "modelled"
    }


def test_there_are_pages_of_either_kind():
    texts = [page.read_text(encoding="utf-8") for page in PAGES]

    assert any(sure(text) for text in texts)
    assert any(WHOLE in text for text in texts)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_that_calls_all_of_it_a_question_says_what_does_fail_all_the_same(page):
    text = page.read_text(encoding="utf-8")

    assert WHOLE not in text or not sure(text) or BESIDE.search(text), sure(text)
