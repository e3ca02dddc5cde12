"""A file of rulings says whose they are, what they are on and when they were made, or is refused in words."""

import json
import os
from datetime import UTC, datetime

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.judging.rulings import RuledRun, load_rulings

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
HEAD, DIGEST = "ab" * 32, "5c" * 32
ENTRY = {
    "criterion": "X-01",
    "ruling": "confirmed",
    "by": "A",
    "role": "assurer",
    "at": "2026-11-28T16:00:00Z",
    "note": "seen",
}
RUN = {"candidate": "Sycamore", "build": "9", "run": HEAD}
BUILD = {"candidate": "Sycamore", "build": "9"}
THEIRS = {"party": "assurer", "whose": "Example assurance team", "applies_to": RUN, "rulings": [ENTRY]}
OURS = {
    "party": "project",
    "whose": "the project itself",
    "applies_to": {"reference": DIGEST},
    "rulings": [ENTRY],
}
RULED = RuledRun("Sycamore", ("9",), HEAD, datetime(2026, 11, 28, 15, 0, tzinfo=UTC), {"e1"}.__contains__)


def loaded(tmp_path, document, run=RULED):
    (tmp_path / "rulings.json").write_text(json.dumps(document))
    return load_rulings(tmp_path / "rulings.json", ["X-01"], ["p"], NOW, run)


def entry(**other):
    return {**THEIRS, "rulings": [ENTRY | other]}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(THEIRS, id="on a run"),
        pytest.param(entry(exchanges=["e1"]), id="on an exchange of it"),
        pytest.param(entry(at="2026-11-28"), id="on the day on which it ended"),
        pytest.param(entry(at="2026-11-29"), id="today"),
        pytest.param({**THEIRS, "applies_to": BUILD}, id="on each run of a build"),
        pytest.param({**THEIRS, "party": "supplier"}, id="a supplier's own"),
        pytest.param(OURS, id="the project's, on a build of its reference service"),
        pytest.param({**entry(at="1999-01-01"), "applies_to": RUN | {"run": DIGEST}}, id="on another run"),
    ],
)
def test_what_says_all_of_it_is_read(tmp_path, document):
    (ruling,) = loaded(tmp_path, document)

    assert (ruling.party, ruling.whose) == (document["party"], document["whose"])
    assert not ruling.given


@pytest.mark.parametrize(
    ("document", "told"),
    [
        pytest.param({"whose": "NHS England", "rulings": [ENTRY]}, "'party' is a required", id="nobody's"),
        pytest.param({**THEIRS, "party": "NHS England"}, "is not one of", id="of a party of its own"),
        pytest.param({**THEIRS, "applies_to": {}}, "names nothing; of party assurer is due", id="on nothing"),
        pytest.param({**THEIRS, "applies_to": {"run": HEAD}}, "names run; of party", id="on no build"),
        pytest.param(
            {**THEIRS, "applies_to": {"reference": DIGEST}}, "names reference; of party assurer", id="as ours"
        ),
        pytest.param(
            {**OURS, "applies_to": BUILD}, "of party project is due reference", id="ours, on theirs"
        ),
        pytest.param({**OURS, "whose": "NHS England"}, "goes with party project", id="ours, renamed"),
        pytest.param({**THEIRS, "whose": "the project itself"}, "goes with party", id="theirs, as ours"),
        pytest.param(OURS | {"applies_to": {"reference": "5c"}}, "applies_to.reference", id="no digest"),
        pytest.param(entry(at="2026-11-31"), "is no day and no moment", id="on no day"),
        pytest.param(entry(at="2026-11-28T16:00:00"), "does not match", id="at a moment without a zone"),
        pytest.param(entry(at="2026-11-29T12:00:01Z"), "is yet to come", id="a second from now"),
        pytest.param(entry(at="2099-01-01"), "is yet to come", id="on a day to come"),
        pytest.param(entry(at="1999-01-01"), "is before the run ended", id="before the run"),
        pytest.param(entry(exchanges=["e1", "e999999"]), "the run has no e999999", id="on no exchange"),
        pytest.param(
            {**entry(exchanges=["e1"]), "applies_to": BUILD}, "are those of one run", id="on whose exchange?"
        ),
        pytest.param(
            {**THEIRS, "applies_to": RUN | {"build": "10"}}, "is of Sycamore, build 9", id="another build"
        ),
        pytest.param(
            {**THEIRS, "applies_to": RUN | {"candidate": "Rowan"}}, "and not of Rowan", id="another product"
        ),
        pytest.param(entry(criterion="X-02"), "no criterion has this id", id="on no criterion"),
        pytest.param(entry(pathway="q"), "'q' is not one of p", id="in no pathway"),
    ],
)
def test_what_cannot_be_so_is_refused_in_words(tmp_path, document, told):
    with pytest.raises(UsageProblem) as refused:
        loaded(tmp_path, document)

    assert told in str(refused.value)


def test_the_projects_of_an_earlier_run_are_known_by_their_name(tmp_path):
    (ruling,) = loaded(tmp_path, {name: value for name, value in OURS.items() if name != "party"})

    assert ruling.party == "project"


def test_a_run_that_is_not_at_hand_is_not_asked(tmp_path):
    assert loaded(tmp_path, entry(exchanges=["e999999"]), run=None)


def test_every_mistake_is_named_at_once(tmp_path):
    with pytest.raises(UsageProblem, match="has 2 mistake") as refused:
        loaded(tmp_path, entry(at="1999-01-01", exchanges=["e999999"]))

    assert "e999999" in str(refused.value)


@pytest.mark.parametrize(
    ("key", "first", "second"), [("ruling", "refused", "confirmed"), ("at", "2026-01-01", "2026-01-02")]
)
def test_a_key_that_is_there_twice_is_refused_since_a_person_reads_one_and_the_harness_the_other(
    tmp_path, key, first, second
):
    text = json.dumps(THEIRS)
    said = json.dumps({key: ENTRY[key]})[1:-1]
    twice = text.replace(said, f'"{key}": "{first}", "{key}": "{second}"')
    assert twice != text
    (tmp_path / "rulings.json").write_text(twice)

    with pytest.raises(UsageProblem, match=f"'{key}' is in it twice"):
        load_rulings(tmp_path / "rulings.json", ["X-01"], ["p"], NOW)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "rulings.json")

    with pytest.raises(UsageProblem, match="is no file of rulings"):
        load_rulings(tmp_path / "rulings.json", ["X-01"], ["p"], NOW)
