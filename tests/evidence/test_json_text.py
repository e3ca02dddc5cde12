"""What the log writes is what Python's own encoder gives, whichever of the two wrote it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.evidence.json_text import json_text

TEXTS = st.text(st.characters(codec=None))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
)


def plainly(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@given(VALUES)
def test_a_value_is_written_as_python_writes_it(value):
    assert json_text(value) == plainly(value)


@given(st.floats())
def test_a_number_is_read_as_it_was(number):
    assert plainly(json.loads(json_text([number]))) == plainly([number])


@pytest.mark.parametrize("value", [{1: "a"}, ["\ud800"], [2**70], float("nan"), {"a": [float("inf"), None]}])
def test_what_json_has_no_form_for_is_written_as_python_writes_it(value):
    assert json_text(value) == plainly(value)
