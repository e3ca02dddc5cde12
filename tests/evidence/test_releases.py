"""A run is recognised by somebody else's unaltered install, where both are releases of a list; by nothing else."""

from dataclasses import replace

import pytest

from cpcs_harness._content import RELEASES
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.digest import JudgedBy
from cpcs_harness.evidence.releases import COLUMNS, as_row, recognition, releases_in

ONE = JudgedBy("s1", "e1", "c1", {"lxml": "6"}, "0" * 40)
TWO = JudgedBy("s2", "e2", "c2", {"lxml": "6"}, "1" * 40)
LISTED = {ONE.digest: "1.0", TWO.digest: "2.0"}


def listed(tmp_path, *rows):
    path = tmp_path / "releases.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n")
    return path


def test_a_list_is_read_as_it_is_written(tmp_path):
    path = listed(tmp_path, as_row(ONE, "1.0", "2026-11-29"), as_row(TWO, "2.0", "2026-12-01"))

    assert releases_in(path) == LISTED


def test_ours_is_one():
    assert isinstance(releases_in(RELEASES), dict)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(
            as_row(ONE, "1.0", "2026-11-29").replace("e1", "e9"), "its digest is not that of", id="edited"
        ),
        pytest.param("1.0,2026-11-29", "are due", id="short"),
        pytest.param(as_row(ONE, "1.0", "2026-11-29") + ",more", "are due", id="long"),
        pytest.param(as_row(ONE, "", "2026-11-29"), "are due", id="without a name"),
        pytest.param('"', "is no list of releases", id="no CSV"),
    ],
)
def test_what_is_no_release_is_refused_with_its_line(tmp_path, row, told):
    with pytest.raises(UsageProblem, match=told):
        releases_in(listed(tmp_path, row))


def test_a_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageProblem, match="is not there"):
        releases_in(tmp_path / "releases.csv")


def test_a_run_of_a_release_that_a_release_judged_is_recognised():
    found = recognition(TWO, ONE, LISTED)

    assert found.holds
    assert found.sentence == (
        "Recognised by this install: release 2.0 judged, and the run says that release 1.0 made it."
    )
    assert recognition(replace(ONE, libraries={"lxml": "7"}), ONE, LISTED).holds  # told beside it


@pytest.mark.parametrize(
    ("judged", "planned", "altered", "told"),
    [
        pytest.param(replace(ONE, engine="e9"), ONE, (), "what judged (digest", id="an altered judge"),
        pytest.param(replace(ONE, catalogue="c9"), ONE, (), "what judged (digest", id="an altered catalogue"),
        pytest.param(ONE, replace(ONE, suite="s9"), (), "what the run was made by", id="an altered plan"),
        pytest.param(ONE, ONE, ["byte code of a.py"], "was altered (byte code of a.py)", id="byte code"),
        pytest.param(ONE, ONE, ["a", "b", "c", "d", "e"], "a; b; c, and 2 more", id="much"),
    ],
)
def test_nothing_else_is(judged, planned, altered, told):
    found = recognition(judged, planned, LISTED, altered)

    assert not found.holds
    assert found.sentence.startswith("Not recognised: ")
    assert told in found.sentence
