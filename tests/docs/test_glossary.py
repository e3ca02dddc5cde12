"""The glossary has each word once, in order, and what it says leads somewhere."""

import re
from collections import Counter

import pytest

from checkout import ROOT

GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
ROW = re.compile(r"^\| (?!word |---)(?P<words>[^|]+?) \| (?P<text>[^|]+?) \|$", re.MULTILINE)
ENDINGS = ("", "s", "es", "ed")


def rows():
    return [(row["words"], row["text"]) for row in ROW.finditer(GLOSSARY.read_text(encoding="utf-8"))]


def words():
    """Give every word that has a row; a row may have several, between commas."""
    return [word for together, _ in rows() for word in together.split(", ")]


def singular(term):
    return term.removesuffix("ria") + "rion" if term.endswith("criteria") else term


def test_each_word_is_there_once():
    assert len(words()) > 80
    assert [word for word, count in Counter(word.casefold() for word in words()).items() if count > 1] == []


def test_words_are_in_order():
    first = [word.partition(", ")[0].casefold().replace("-", " ") for word, _ in rows()]

    assert first == sorted(first)


@pytest.mark.parametrize(("word", "text"), rows(), ids=[word for word, _ in rows()])
def test_what_is_in_italics_has_a_row_of_its_own(word, text):
    known = set(words())
    terms = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)
    missing = [term for term in terms if term[0].islower() and not is_known(singular(term), known)]

    assert missing == [], word


def is_known(term, known):
    return any(term.removesuffix(ending) in known for ending in ENDINGS) or term in {"must", "should"}
