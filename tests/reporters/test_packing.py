"""What is packed comes out as it went in, and takes little room."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.reporters import packing
from cpcs_harness.reporters.packing import pack
from drawn_report import all_joined, of_base85, unpacked

ID, OTHER = "0192d7a4-3c1e-7b0a-9f3e-6d2c1b0a9e8f", "f0ffffff-0000-4000-8000-00000000000a"
LINES = [
    "",
    "<p>",
    "a",
    "é\u2028",
    "</script>",
    "\U0001f600",
    "at 12:30:15, for 9434765919",
    "at 12:30:16, for 9434765870",
    f"id {ID}",
    f"id {OTHER}",
    f"id {OTHER.upper()}",
    f"id {ID[:-1]}A",
    f"auth:{OTHER}:1:{'0a' * 32}",
    f"auth:{ID}:2:{'f1' * 33}",
]
FRAGMENTS = st.dictionaries(
    st.text("abc", min_size=1),
    st.lists(st.sampled_from(LINES)).map("\n".join),
)


def opened(packed):
    """Give the groups of the only pack."""
    (pack,) = packed.packs.values()
    return unpacked(pack)


@given(groups=st.dictionaries(st.text("xyz", min_size=1), FRAGMENTS))
def test_each_fragment_comes_out_as_it_went_in(groups):
    packed = pack(groups)

    assert all_joined(packed.lines, packed.hexes, packed.packs) == groups


def test_groups_are_packed_a_few_at_a_time(monkeypatch):
    groups = {name: {f"{name}1": name * 30} for name in "abcd"}
    monkeypatch.setattr(packing, "AT_A_TIME", 120)

    packed = pack(groups)

    assert list(packed.packs) == [("a", "b"), ("c", "d")]
    assert all_joined(packed.lines, packed.hexes, packed.packs) == groups


def test_what_is_packed_holds_nothing_that_a_page_could_act_on():
    packed = pack({"a": {"e1": "<script>alert(1)</script>", "e2": "</script>"}})

    assert not any(re.search(r"[<\s\"']", text) for text in [packed.lines, *packed.packs.values()])


def test_a_line_that_two_groups_hold_is_kept_once():
    packed = pack({"a": {"e1": "own\nshared"}, "b": {"e2": "shared\nother"}})

    assert unpacked(packed.lines) == ["shared"]
    assert opened(packed)["a"] == {"pieces": {"e1": ["own", 0]}, "values": {}}
    assert opened(packed)["b"] == {"pieces": {"e2": [0, "other"]}, "values": {}}


def test_lines_that_differ_by_a_number_are_kept_once_with_their_values_apart():
    packed = pack({"a": {"e1": "seen at 12:30:15"}, "b": {"e2": "seen at 12:30:16"}})

    assert unpacked(packed.lines) == ["seen at \x7f"]
    assert opened(packed)["b"] == {"pieces": {"e2": [0]}, "values": {"e2": "12:30:16"}}


def test_a_uuid_is_kept_once_as_its_bytes():
    packed = pack({"a": {"e1": f"id {ID}\nof {OTHER}", "e2": f"id {OTHER}\nof {ID.upper()}"}})

    assert of_base85(packed.hexes) == bytes.fromhex((ID + OTHER).replace("-", ""))
    assert opened(packed)["a"]["values"] == {
        "e1": "\x7fu\x7f \x7fu\x7f",
        "e2": "\x7fu1\x7f \x7fU-2\x7f",
    }


def test_a_text_may_hold_what_stands_for_a_value():
    packed = pack({"a": {"e1": "a \x7f 1", "e2": "a \x7f 2"}})

    fragments = all_joined(packed.lines, packed.hexes, packed.packs)["a"]
    assert fragments == {"e1": "a ␡ 1", "e2": "a ␡ 2"}


def test_the_same_groups_give_the_same_text():
    groups = {"a": {"e1": "x\ny"}, "b": {"e2": "y\nx"}}

    assert pack(groups) == pack(json.loads(json.dumps(groups)))
