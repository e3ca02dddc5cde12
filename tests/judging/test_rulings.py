"""A file of rulings is read whole or refused in words; a ruling on the reference holds for that build alone."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.judging.rulings import load_rulings

BUILD = "5c" * 32
ENTRY = {
    "criterion": "X-01",
    "ruling": "confirmed",
    "by": "A",
    "role": "author",
    "at": "2026-11-28",
    "note": "seen",
}
OURS = {"whose": "the project itself", "applies_to": {"reference": BUILD}, "rulings": [ENTRY]}
THEIRS = {"whose": "Example assurance team", "rulings": [ENTRY]}


def loaded(tmp_path, document):
    (tmp_path / "rulings.json").write_text(json.dumps(document))
    return load_rulings(tmp_path / "rulings.json", ["X-01"], ["p"])


@pytest.mark.parametrize(
    ("document", "reference", "holds"),
    [
        pytest.param(OURS, BUILD, True, id="the build that was ruled on"),
        pytest.param(OURS, "0" * 64, False, id="another build"),
        pytest.param(OURS, "", False, id="another candidate, or a known-bad one"),
        pytest.param(OURS | {"whose": "NHS England"}, "", False, id="renamed, on another candidate"),
        pytest.param(THEIRS, "", True, id="an assurer's"),
    ],
)
def test_a_ruling_holds_for_what_it_is_on(tmp_path, document, reference, holds):
    (ruling,) = loaded(tmp_path, document)

    assert ruling.holds_for(SimpleNamespace(reference=reference)) is holds


@pytest.mark.parametrize(
    ("document", "told"),
    [
        pytest.param({**THEIRS, "whose": "the project itself"}, '"applies_to"', id="ours, on nothing"),
        pytest.param(OURS | {"applies_to": {"reference": "5c"}}, "applies_to.reference", id="no digest"),
        pytest.param(OURS | {"applies_to": {"build": BUILD}}, "applies_to", id="on something else"),
    ],
)
def test_what_does_not_say_which_build_is_refused_in_words(tmp_path, document, told):
    with pytest.raises(UsageProblem) as refused:
        loaded(tmp_path, document)

    assert told in str(refused.value)
