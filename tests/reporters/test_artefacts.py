"""A report shows a file of the candidate's by its digest and its text, which is harmless by then."""

import hashlib

from cpcs_harness.errors import HarnessError
from cpcs_harness.reporters.artefacts import facts_of, text_shown

PAPER = b"Mr A\n<b>\x1b[31m\xe2\x80\xae"
DATA = {
    "name": "papers[0]",
    "observation": "o4",
    "typed_in": True,
    "content": {"sha256": hashlib.sha256(PAPER).hexdigest(), "bytes": len(PAPER), "media": "text/\x1bplain"},
}


def test_where_its_bytes_are_is_told():
    facts = dict(facts_of(DATA))

    assert facts["SHA-256"] in facts["Take it out with"]
    assert "\x1b" not in "".join(facts.values())
    assert facts["Typed in"] == "by a person, from paper"


def test_its_text_is_shown_as_far_as_there_is_room():
    assert "\u202e" not in text_shown(DATA, lambda _reference: PAPER, 100)
    assert text_shown(DATA, lambda _reference: PAPER, 4) == "Mr A\n… and more, in the evidence"


def test_why_there_is_none_to_show_is_told():
    def missing(_reference):
        raise HarnessError("it is gone")

    assert text_shown(DATA, missing, 100) == "Its text cannot be shown: it is gone"
    assert "neither a PDF" in text_shown(DATA, lambda _reference: b"\0", 100)
    kept = {**DATA, "problem": "it has too many bytes"}
    assert text_shown(kept, missing, 100) == "It was not kept."
    assert dict(facts_of(kept))["Not kept"] == "it has too many bytes"
