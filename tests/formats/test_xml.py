"""What is packed is unpacked whole, or it is said why not."""

import gzip

import pytest

from cpcs_harness.formats import xml
from cpcs_harness.formats.xml import TooLarge, beginning, is_sound, read_xml, unpacked, why_unread


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(xml, "MAX_PLAIN", 1000)


def test_what_is_not_packed_is_left_as_it_is():
    assert unpacked(b"x" * 2000, None) == unpacked(b"x" * 2000, "identity") == b"x" * 2000


@pytest.mark.parametrize("size", [0, 1000])
def test_what_is_packed_is_unpacked_whole(size):
    assert unpacked(gzip.compress(b"x" * size), " GZIP ") == b"x" * size


def test_what_would_be_cut_is_told():
    with pytest.raises(TooLarge, match="it unpacks to more than 1,000 bytes"):
        unpacked(gzip.compress(b"x" * 1001), "gzip")


@pytest.mark.parametrize("body", [b"<Bundle/>", gzip.compress(b"x" * 100)[:-9]], ids=["plain", "cut"])
def test_what_is_not_as_it_says_is_told(body):
    with pytest.raises(ValueError):
        unpacked(body, "gzip")


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        pytest.param(b"<a>\n  <b>\n</a>", 3, "Opening and ending tag mismatch", id="tags"),
        pytest.param(b"<a>\n<b>&nbsp;</b></a>", 2, "Entity 'nbsp' not defined", id="entity"),
        pytest.param(b"", 1, "line 1, column", id="empty"),
        pytest.param(b"no xml", 1, "line 1, column 1", id="text"),
        pytest.param(b"<a>\xff</a>", 1, "line 1, column", id="encoding"),
        pytest.param(b"<!DOCTYPE a><a/>", 0, "DTD", id="dtd"),
    ],
)
def test_why_a_body_is_not_read_is_told_with_line_and_column(body, line, told):
    text, where = why_unread(body)

    assert read_xml(body) is None
    assert (told in text, where) == (True, line)
    assert line == 0 or f"line {line}, column " in text


@pytest.mark.parametrize(
    ("body", "sound"),
    [
        pytest.param(b"<?xml version='1.0'?><a b='c'>&amp;<!-- d --></a>", True, id="sound"),
        pytest.param("<a/>".encode("utf-16"), True, id="another encoding"),
        pytest.param(b"<a><b></a>", False, id="tags"),
        pytest.param(b"<a><b:c/></a>", False, id="prefix"),
        pytest.param(b"<a>&nbsp;</a>", False, id="entity"),
        pytest.param(b"<!DOCTYPE a><a/>", False, id="dtd"),
        pytest.param(b"<a/><a/>", False, id="two roots"),
        pytest.param(b"", False, id="empty"),
    ],
)
def test_what_is_looked_through_is_sound_where_it_can_be_read(body, sound):
    assert (is_sound(body), read_xml(body) is not None) == (sound, sound)
    assert is_sound(b"<a/>")  # one that is wrong leaves nothing behind


def test_a_beginning_goes_up_to_an_end_tag():
    body = b"<a><b>1</b><c>2</c><d>34</d></a>"

    assert [node.text for node in beginning(body, 24)] == ["1", "2"]


@pytest.mark.parametrize("body", [b"", b"<a>1", b"<!DOCTYPE a><a></a>", b"<a><![CDATA[</b>]]></a>", b"1</a>"])
def test_of_some_bodies_there_is_no_beginning(body):
    assert beginning(body, 100) is None
