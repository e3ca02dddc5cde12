"""The glossary has each word once, in the order of its table, and what it says leads somewhere."""

import re
from collections import Counter

import pytest

from checkout import ROOT
from cpcs_harness._content import CATALOGUE
from cpcs_harness.catalogue import load_catalogue

GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
ROW = re.compile(r"^\| (?!word |---)(?P<words>[^|]+?) \| (?P<text>[^|]+?) \|$", re.MULTILINE)
ENDINGS = ("", "s", "es", "ed")


FIELD, OURS = "## Words of the field\n", "## Words of this project\n"


def rows(heading=""):
    """Give the rows of one table, or of both."""
    text = GLOSSARY.read_text(encoding="utf-8")
    assert heading in text
    table = text.partition(heading)[2].partition("\n## ")[0] if heading else text
    return [(row["words"], row["text"]) for row in ROW.finditer(table)]


def words():
    """Give every word that has a row; a row may have several, between commas."""
    return [word for together, _ in rows() for word in together.split(", ")]


def singular(term):
    return term.removesuffix("ria") + "rion" if term.endswith("criteria") else term


def test_each_word_is_there_once():
    assert len(words()) > 80
    assert [word for word, count in Counter(word.casefold() for word in words()).items() if count > 1] == []


@pytest.mark.parametrize("table", [FIELD, OURS], ids=["the field", "this project"])
def test_words_are_in_order(table):
    first = [word.partition(", ")[0].casefold().replace("-", " ") for word, _ in rows(table)]

    assert len(first) > 30
    assert first == sorted(first)


def test_each_service_that_is_played_and_each_component_is_among_the_words_of_the_field():
    told = " ".join(f"{word} {text}" for word, text in rows(FIELD))
    catalogue = load_catalogue(CATALOGUE)
    short = {
        name
        for component in catalogue.vocabulary.components.values()
        for name in re.findall(r"\b[A-Z][A-Za-z+]*[A-Z]\w*\b|\bdm\+d\b", str(component))
    }

    assert len(short) > 8
    assert {name for name in short if name not in told} == set()


@pytest.mark.parametrize(("word", "text"), rows(), ids=[word for word, _ in rows()])
def test_what_is_in_italics_has_a_row_of_its_own(word, text):
    known = set(words())
    terms = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)
    missing = [term for term in terms if term[0].islower() and not is_known(singular(term), known)]

    assert missing == [], word


def is_known(term, known):
    return any(term.removesuffix(ending) in known for ending in ENDINGS) or term in {"must", "should"}
