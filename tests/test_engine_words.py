"""The engine knows no word of a catalogue's own: it reads them from the catalogue."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue

ENGINE = ROOT / "src" / "cpcs_harness"
FILES = sorted([*ENGINE.rglob("*.py"), *ENGINE.rglob("*.json")])
CATALOGUE = load_catalogue(ROOT / "toolkit_requirements.yaml")
WORDS = CATALOGUE.vocabulary

ALSO_ENGINE = {
    "required",  # JSON Schema's own keyword
    "pds",  # a national service that is played, and a table of candidate.toml; so are the next three
    "scr",
    "dos",
    "rtec",
    "dmd",  # a table of candidate.toml too
}
OWN = {
    *WORDS.pathways,
    *WORDS.levels,
    *WORDS.components,
    *WORDS.medicines,
    *(pathway.initials for pathway in WORDS.pathways.values()),
    *(pathway.title for pathway in WORDS.pathways.values()),
    *(level.title for level in WORDS.levels.values()),
    *(component.title for component in WORDS.components.values()),
    *(requirement.id for requirement in CATALOGUE.requirements),
    *CATALOGUE.criteria,
} - ALSO_ENGINE
ANYWHERE = {word for word in OWN if len(word) > 6}
"""Words so long that they mean what the catalogue means, also within a sentence."""


def texts(path: Path) -> Iterator[str]:
    """Every text that a file of code or of data holds, but for what explains the code."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        yield from texts_in(json.loads(content))
        return
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in (
        value.items() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    ):
        yield from texts_in(inner)


@pytest.mark.parametrize("path", FILES, ids=[path.relative_to(ENGINE).as_posix() for path in FILES])
def test_no_word_of_the_toolkits_tables_is_in_the_engine(path):
    found = [text for text in texts(path) if text in OWN or any(word in text for word in ANYWHERE)]

    assert found == []


def test_the_words_that_are_looked_for_are_those_of_the_tables():
    assert {"minor-illness", "UM", "essential", "eps-tracker", "MI-DOS-E", "PDS-01"} <= OWN
