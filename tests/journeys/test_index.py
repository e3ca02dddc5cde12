"""Journeys are found, and each is made for every pathway that it names."""

import pytest

from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.journeys import index
from cpcs_harness.journeys.journey import Journey, JourneyPathway

NORTH = JourneyPathway("by-the-north", "n", {"way": "By the north"})
SOUTH = JourneyPathway("by-the-south", "s", {"way": "By the south"})


class Walk(Journey):
    """A journey of two pathways."""

    id = "walk"
    pathways = (NORTH, SOUTH)
    title = "{way}, on foot"
    alone = True

    def run(self, stage):
        """Do nothing."""


class Swim(Walk):
    """A journey of one pathway, which has another's words for its own."""

    id = "walk-s"
    pathways = (SOUTH,)


@pytest.fixture
def described(monkeypatch):
    """Have the index find these journeys."""
    index._journeys_by_id.cache_clear()
    yield lambda *journeys: monkeypatch.setattr(index, "_described", lambda _: iter(journeys))
    index._journeys_by_id.cache_clear()


def test_a_journey_of_two_pathways_is_made_for_each(described):
    described(Walk)

    journeys = index.all_journeys()

    assert [(one.id, one.pathway, one.title) for one in journeys.values()] == [
        ("walk-n", "by-the-north", "By the north, on foot"),
        ("walk-s", "by-the-south", "By the south, on foot"),
    ]
    assert all(one.alone and issubclass(one, Walk) for one in journeys.values())
    assert list(journeys) == ["walk-n", "walk-s"]


def test_a_journey_of_one_pathway_keeps_its_id(described):
    described(Swim)

    assert index.all_journeys()["walk-s"].title == "By the south, on foot"


def test_two_journeys_of_one_id_are_refused(described):
    described(Walk, Swim)

    with pytest.raises(HarnessError, match="two journeys are called walk-s"):
        index.all_journeys()


JOURNEY = """
from cpcs_harness.journeys.journey import Journey, JourneyPathway

from ._steps.words import TITLE


class Swim(Journey):
    id = "swim"
    pathways = (JourneyPathway("by-the-lake", "l"),)
    title = TITLE

    def run(self, stage):
        pass
"""


def suites(folder, journey=JOURNEY):
    for name, text in {"swim.py": journey, "_steps/words.py": "TITLE = 'Across'\n"}.items():
        file = folder / "water" / "journeys" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder / "water"


def test_suites_may_lie_in_any_folder_and_import_their_own_files(tmp_path):
    journeys = index.all_journeys(suites(tmp_path))

    assert {name: one.title for name, one in journeys.items()} == {"swim": "Across"}
    assert "swim" not in index.all_journeys()


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("class Swim", "clas Swim", 7, "SyntaxError"),
        ("title = TITLE", "title = TITEL", 10, "NameError: name 'TITEL' is not defined"),
        ("import TITLE", "import TITEL", 4, "ImportError"),
    ],
)
def test_a_file_of_theirs_that_cannot_be_imported_is_told_with_its_line(tmp_path, right, wrong, line, said):
    folder = suites(tmp_path, JOURNEY.replace(right, wrong))

    with pytest.raises(UsageProblem) as told:
        index.all_journeys(folder)

    [problem] = told.value.problems
    assert (problem.file, problem.line) == (str(folder / "journeys" / "swim.py"), line)
    assert problem.message.startswith(said)


def test_the_shipped_journeys_have_titles_without_gaps():
    for journey in index.all_journeys().values():
        assert "{" not in journey.title
