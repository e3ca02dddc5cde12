"""Files that come with an observation are kept as bodies, by their digests, and hostile ones are said to be missing."""

import base64
import hashlib

import pytest

from cpcs_harness.errors import NotShown, UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.artefacts import MOST, record_with_artefacts
from cpcs_harness.evidence.log import EVENTS
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.formats.artefact.text import MAX_BYTES
from cpcs_harness.judging.views import ArtefactView
from pdfs import pdf, shown

REAL = "4010232137"
PAPER = pdf(shown("Mr A", "NHS number 999 000 0018"))


@pytest.fixture
def recorder(tmp_path):
    recorder = Recorder(tmp_path, Register())
    yield recorder
    recorder.log.close()


def recorded(recorder, *files):
    """Record an observation that has files; gives it, and they, as they are read back."""
    seen = events.Observation(
        "print", {}, None, "", {}, "done", None, None, {"papers": list(files), "due": True}
    )
    record_with_artefacts(recorder, seen, ["papers", "absent"], "a", "a step")
    recorder.log.flush()
    evidence = Evidence.load(recorder.log.path.parent)
    return evidence.of(events.Observation)[0], [
        ArtefactView(evidence, event) for event in evidence.of(events.Artefact)
    ]


def file(content, **more):
    return {"media": "application/pdf", "content": base64.b64encode(content).decode(), **more}


def test_a_file_is_kept_and_its_digest_stands_in_its_place(recorder):
    seen, (artefact,) = recorded(recorder, file(PAPER))

    assert artefact.text == "Mr A\nNHS number 999 000 0018"
    assert seen.data.observation["papers"][0]["content"] == hashlib.sha256(PAPER).hexdigest()
    assert (artefact.observation, artefact.name, artefact.typed_in) == (seen.id, "papers[0]", False)
    assert base64.b64encode(PAPER) not in recorder.log.path.read_bytes()


def test_what_was_typed_in_is_said_to_be(recorder):
    _, (artefact,) = recorded(recorder, file(b"Mr A", typed_in=True))

    assert (artefact.text, artefact.typed_in) == ("Mr A", True)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("no base64!", "not base64"),
        ("\u2603", "not base64"),
        (base64.b64encode(b"x" * (MAX_BYTES + 1)).decode(), "at most 2097152 are kept"),
        (base64.b64encode(b"%PDF-1.7 broken").decode(), "no PDF that can be read"),
        (base64.b64encode(b"\0\1\2").decode(), "neither a PDF nor text"),
        ("", "neither a PDF nor text"),
    ],
)
def test_what_cannot_be_read_is_not_shown_and_the_candidates_own(recorder, content, why):
    _, (artefact,) = recorded(recorder, {"media": None, "content": content})

    with pytest.raises(NotShown, match=why) as raised:
        artefact.text  # noqa: B018 - it is read then
    assert raised.value.blame == "candidate"


def test_a_member_without_content_is_no_file(recorder):
    seen, artefacts = recorded(recorder, {"media": "text/plain", "content": None})

    assert artefacts == []
    assert seen.data.observation["papers"] == [{"media": "text/plain", "content": None}]


def test_so_many_files_are_kept_and_no_more(recorder):
    _, artefacts = recorded(recorder, *[file(b"Mr A")] * (MOST + 1))

    assert [artefact.problem for artefact in artefacts][MOST - 1 :] == [
        None,
        f"at most {MOST} files of one answer are kept",
    ]


@pytest.mark.parametrize("paper", [f"NHS number: {REAL}".encode(), pdf(shown(f"NHS number: {REAL}"))])
def test_a_file_with_the_number_of_a_real_person_is_not_kept(recorder, paper):
    seen, (artefact,) = recorded(recorder, file(paper))

    assert "real person" in artefact.problem
    assert recorder.guard.findings == ["a"]
    assert seen.data.observation["papers"][0]["content"] == hashlib.sha256().hexdigest()


def test_a_file_that_was_altered_is_noticed(recorder):
    recorded(recorder, file(PAPER))
    recorder.log.close()
    folder = recorder.log.path.parent
    (folder / "bodies").mkdir()
    (folder / "bodies" / hashlib.sha256(PAPER).hexdigest()).write_bytes(b"another")
    (folder / "bodies.tar.gz").unlink()

    with pytest.raises(UsageProblem, match=r"artefact a2: the body .* was altered"):
        Evidence.load(folder)


def test_a_reference_that_is_none_is_told_with_its_line(recorder):
    recorder.write(events.Unknown("artefact", {"name": "x"}))
    recorder.log.flush()

    with pytest.raises(UsageProblem, match=f"{EVENTS}:1 is no event of kind artefact"):
        Evidence.load(recorder.log.path.parent)
