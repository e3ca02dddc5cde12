"""Objects read from bodies that may be anything."""

import pytest

from cpcs_harness.formats.json_parts import read_object


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"1", b"\xff", b"[" * 99_999, b'{"a":' * 99_999])
def test_what_is_no_object_gives_an_empty_one(body):
    assert read_object(body) == {}


def test_an_object_is_given_as_it_is():
    assert read_object(b'{"a": [1, {"b": null}]}') == {"a": [1, {"b": None}]}
