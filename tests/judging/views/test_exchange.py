"""Exchanges as checks see them: an address is taken apart whatever stands in it, and what was read is kept."""

import pytest

from made_up import seen_message
from nhs111_evidence import issued, sent


@pytest.mark.parametrize(
    ("target", "segments", "query"),
    [
        ("/Patient/9990000018", ["Patient", "9990000018"], []),
        ("/Patient?family=O%27Hara&given=", ["Patient"], [("family", "O'Hara"), ("given", "")]),
        ("//[x/Patient?family=[", ["", "[x", "Patient"], [("family", "[")]),
        ("//host/a//b", ["", "host", "a", "", "b"], []),
        ("/a?b?c=d", ["a"], [("b?c", "d")]),
        ("", [], []),
    ],
)
def test_path_and_query_are_parted_at_the_first_question_mark(target, segments, query):
    asked = seen_message({"target": target})

    assert (asked.segments, asked.query) == (segments, query)


def test_what_a_function_reads_is_read_once():
    call, read = sent(1, issued("one")["report"]), []

    def how(exchange):
        read.append(exchange)

    assert call.read(how) is None
    assert call.read(how) is None
    assert read == [call]
