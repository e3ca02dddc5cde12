"""What is packed is unpacked whole, or it is said why not."""

import gzip

import pytest

from cpcs_harness.formats import xml
from cpcs_harness.formats.xml import TooLarge, unpacked


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


@pytest.mark.parametrize("body", [b"<Bundle/>", gzip.compress(b"x" * 100)[:-9]])
def test_what_is_not_as_it_says_is_told(body):
    with pytest.raises(ValueError):
        unpacked(body, "gzip")
