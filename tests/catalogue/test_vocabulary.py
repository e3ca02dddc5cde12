"""The words of a catalogue: gates follow from its levels, titles from its rows."""

from dataclasses import replace

from small_catalogue import VOCABULARY


def test_a_gate_is_a_level_or_none_and_the_first_level_is_meant_where_none_is_named():
    assert VOCABULARY.gates == ("essential", "required", "desirable", "none")
    assert VOCABULARY.first_gate == "essential"


def test_levels_rise_from_left_to_right():
    assert VOCABULARY.is_higher("desirable", than="essential")
    assert not VOCABULARY.is_higher("essential", than="essential")


def test_what_is_no_row_is_beyond_the_catalogue():
    assert VOCABULARY.component_title("dos") == "DoS"
    assert VOCABULARY.component_title("context") == VOCABULARY.context_title == "Beyond the Toolkit"


def test_the_medicines_are_those_of_the_pathways_that_need_one():
    needy = replace(VOCABULARY.pathways["minor-illness"], medicine="a-product")
    words = replace(VOCABULARY, pathways={**VOCABULARY.pathways, needy.id: needy})

    assert (VOCABULARY.medicines, words.medicines) == ((), ("a-product",))


def test_reports_get_the_rows_of_the_pathways_that_were_planned():
    rows = [{"id": "pds", "title": "PDS"}, {"id": "dos", "title": "DoS"}]

    assert VOCABULARY.as_record(["urgent-medicines"]) == {
        "title": "Toolkit",
        "called": "the Toolkit",
        "rows": {"urgent-medicines": rows},
    }
