"""What is packed comes out as it went in, and takes little room."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.reporters.packing import pack
from drawn_report import joined, unpacked

FRAGMENTS = st.dictionaries(
    st.text("abc", min_size=1),
    st.lists(st.sampled_from(["", "<p>", "a", "é\u2028", "</script>", "\U0001f600"])).map("\n".join),
)


@given(groups=st.dictionaries(st.text("xyz", min_size=1), FRAGMENTS))
def test_each_fragment_comes_out_as_it_went_in(groups):
    packed = pack(groups)
    lines = unpacked(packed.lines)

    assert {
        name: {id: joined(pieces, lines) for id, pieces in unpacked(group).items()}
        for name, group in packed.groups.items()
    } == groups


def test_what_is_packed_holds_nothing_that_a_page_could_act_on():
    packed = pack({"a": {"e1": "<script>alert(1)</script>", "e2": "</script>"}})

    assert all(re.fullmatch(r"[A-Za-z0-9+/=]+", text) for text in [packed.lines, *packed.groups.values()])


def test_a_line_that_two_groups_hold_is_kept_once():
    packed = pack({"a": {"e1": "own\nshared"}, "b": {"e2": "shared\nother"}})

    assert unpacked(packed.lines) == ["shared"]
    assert unpacked(packed.groups["a"]) == {"e1": ["own", 0]}
    assert unpacked(packed.groups["b"]) == {"e2": [0, "other"]}


def test_the_same_groups_give_the_same_text():
    groups = {"a": {"e1": "x\ny"}, "b": {"e2": "y\nx"}}

    assert pack(groups) == pack(json.loads(json.dumps(groups)))
