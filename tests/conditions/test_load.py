"""Mistakes in a file of conditions: each is told with its line, and nothing is drawn from it."""

import re

import pytest

from cpcs_harness.conditions.draws import asks_of, rows_of
from cpcs_harness.conditions.load import conditions, load_conditions
from cpcs_harness.errors import UsageProblem
from cpcs_harness.journeys.journey import Journey

SOUND = """\
kinds:
  - {id: form, text: "envelope", message: report by ITK}
dimensions:
  - id: system
    kind: form
    field: habits
    drawn: everywhere
    source: "sheet, 1"
    values:
      - {id: field, is: field}
      - {id: strict, is: strict}
  - id: ended
    kind: form
    field: ended
    drawn: asked
    source: "sheet, 2"
    values:
      - {id: yes it is, is: true}
      - {id: no it is not, is: false}
exclusions:
  - of: {system: strict, ended: no it is not}
    because: of a reason
"""
PLAIN = "of: {system: field, ended: yes it is}"


@pytest.fixture
def load(tmp_path):
    def load(old="", new=""):
        assert old in SOUND
        path = tmp_path / "conditions.yaml"
        path.write_text(SOUND.replace(old, new, 1))
        return load_conditions(path)

    return load


@pytest.mark.parametrize("written", ["N111-61", "[N111-61, [N111-39]]", "{N111-61: true}"])
def test_who_reads_a_dimension_is_a_list_of_names(load, written):
    assert load("    drawn: asked", "    drawn: asked\n    read_by: [X-01]").dimensions["ended"].read_by == (
        "X-01",
    )
    with pytest.raises(UsageProblem, match="expected a list of names"):
        load("    drawn: asked", f"    drawn: asked\n    read_by: {written}")


def test_what_is_sound_is_read(load):
    known = load()

    assert [str(one) for one in known.all()] == [
        "system: field",
        "system: strict",
        "ended: yes it is",
        "ended: no it is not",
    ]
    assert len(known.pairs()) == 3
    assert known.dimensions["ended"].values[1].literal is False


def test_an_exclusion_may_name_several_values_of_a_dimension(load):
    known = load("ended: no it is not}", "ended: [yes it is, no it is not]}")

    assert [tuple(map(str, pair)) for pair in known.pairs()] == [
        ("system: field", "ended: yes it is"),
        ("system: field", "ended: no it is not"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("ended: no it is not}", "ended: [no it is not, never]}", 21, "never is no value of it"),
        ("of: {system: strict", "of: {sistem: strict", 21, "is no dimension"),
        ("of: {system: strict", "of: {system: loose", 21, "is no value of it"),
        ("of: {system: strict, ended: no it is not}", "of: {system: strict}", 21, "of two dimensions"),
        ("of: {system: strict, ended: no it is not}", PLAIN, 21, "contradicts itself"),
        ("because: of a reason", "reason: none", 21, "says why"),
        ("is: strict}", "is: stern}", 11, "nothing can make 'stern' of habits"),
        ("is: strict}", "is: field}", 11, "is a value of it already"),
        ("id: strict, ", "", 11, "a value with an id"),
        ("field: habits", "field: habit", 6, "is nothing that a report by ITK has"),
        ("kind: form", "kind: from", 5, "is no kind"),
        ("message: report by ITK", "message: pigeon post", 2, "says what carries it"),
        ("drawn: asked", "drawn: often", 15, "expected everywhere or asked"),
        ('    source: "sheet, 1"\n', "", 9, "has no source"),
        ("{id: field, is: field}", "{id: field, is: field, refusable: true}", 10, "the plain value"),
        ("  - id: ended", "  - id: system", 12, "is here twice"),
        ("      - {id: no it is not, is: false}\n", "", 17, "two values at least"),
        ("is: false}", "is: [1]}", 19, "as a text, true or false"),
    ],
)
def test_a_mistake_is_told_with_its_line(load, old, new, line, words):
    with pytest.raises(UsageProblem) as told:
        load(old, new)

    assert re.search(rf"conditions\.yaml:{line}\b.*{re.escape(words)}", str(told.value)), str(told.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"draws": ("shoe size",)}, "there is no dimension or message 'shoe size'"),
        (
            {"asks": classmethod(lambda _cls, _label: ("pigeon post",))},
            "no dimension or message 'pigeon post'",
        ),
        (
            {"pinned": classmethod(lambda _cls, _label: {"addressing": "by pigeon"})},
            "there is no value 'by pigeon'",
        ),
        (
            {
                "pinned": classmethod(
                    lambda _cls, _label: {"addressing": "service alone", "suffix of the ODS code": "RPX"}
                )
            },
            "what is excluded",
        ),
    ],
)
def test_a_journey_cannot_draw_what_there_is_not(changes, words):
    journey = type("Wrong", (Journey,), changes)

    with pytest.raises(UsageProblem, match=re.escape(words)) as told:
        rows_of(conditions(), {"wrong": asks_of(journey, ())}, {}, 1)

    assert "wrong" in str(told.value)


def test_every_value_of_the_project_has_a_source():
    assert [
        (one.id, value.id)
        for one in conditions().dimensions.values()
        for value in one.values
        if not value.source
    ] == []
