"""What was served is known as it was sent, and as a person reads it."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance._shared.facts import known
from cpcs_harness._content.conformance._shared.facts.known import Known, read_text


@pytest.mark.parametrize(
    "sent",
    [
        "<text>Allergies <!-- asked twice -->to medicines were asked for</text>",
        "<text>Allergies to <?page 2?>medicines were asked for</text>",
        "<h:text>Allergies <h:content styleCode='bold'>to medicines</h:content> were asked for</h:text>",
        "Allergies to medicines were asked for",
    ],
)
def test_markup_within_a_sentence_hides_nothing(sent):
    known = Known("\n".join(read_text(sent)))

    assert known.has("allergies to medicines were")
    assert not known.has("allergies to penicillin")


@pytest.mark.parametrize(
    ("served", "read"),
    [
        (b'{"name": "Si\\u00e2n"}', '{"name": "Siân"}'),
        (b'"\\u00e2" and more', '"\\u00e2" and more'),
        (b"[" * 99_999 + b"\\u00e2", "[" * 99_999 + "\\u00e2"),
    ],
    ids=["JSON", "no JSON", "nested too deep"],
)
def test_escapes_are_read_where_a_body_is_json(served, read):
    request = SimpleNamespace(body=served)
    call = SimpleNamespace(direction="to-candidate", service="candidate", request=request)

    assert read in list(known._served(call))


def test_what_markup_names_is_known_too():
    assert Known("\n".join(read_text('<code displayName="Rash"/>'))).has("rash")


def test_figures_that_stand_for_letters_are_read():
    assert Known("\n".join(read_text("Si&#226;n &amp; son"))).has("Siân & son")
