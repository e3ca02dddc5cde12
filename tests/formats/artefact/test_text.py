"""The text of what candidates print is read, whatever form it has; what is made to break the reader has none."""

import gc
import signal
import subprocess
import sys
import tracemalloc

import pytest

from cpcs_harness.errors import HarnessError
from cpcs_harness.formats.artefact.pdf import PdfReader
from cpcs_harness.formats.artefact.text import MAX_BYTES, text_of
from cpcs_harness.formats.artefact.unreadable import Unreadable
from pdfs import pdf, shown, stream


def why_unreadable(content):
    with pytest.raises(Unreadable) as raised:
        text_of(content)
    return str(raised.value)


def test_the_text_of_all_pages_is_read():
    assert text_of(pdf(shown("Mr A", "1 High Street"), shown("second"))).split("\n") == [
        "Mr A",
        "1 High Street",
        "second",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"Mr A\r\n1 High Street\f",
        "\ufeffMr A\n1 High Street\n".encode(),
        b"\x1bE\x1b&l0O\x1b(s0p10h12VMr A\r\n\x1b&a2R1 High Street\f\x1bE",
        b"\x1b%-12345X@PJL ENTER LANGUAGE=PCL\r\n\x1bEMr A\n1 High Street\x1b%-12345X",
        b"\x1b@\x1bE\x1b!\x00Mr A\n\x1bF1 High Street\n",
    ],
    ids=["text", "with a mark", "PCL", "PJL", "ESC/P"],
)
def test_a_file_for_a_printer_is_read_without_its_commands(content):
    assert text_of(content).strip().split("\n") == ["Mr A", "1 High Street"]


def test_what_windows_wrote_is_read():
    assert text_of("£9.35".encode("cp1252")) == "£9.35"


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff\xe0\0\x10JFIF"],
    ids=["nothing", "blank", "PNG", "JPEG"],
)
def test_what_is_no_text_has_none(content):
    assert why_unreadable(content) == "it is neither a PDF nor text that a printer would set"


def test_pages_are_counted():
    assert why_unreadable(pdf(*[shown("page")] * 5)) == "it has 5 pages, and at most 4 are read"


def test_a_scan_is_asked_to_be_typed_in():
    assert "type in what it says" in why_unreadable(pdf(b"0 0 m 10 10 l S"))


def test_what_is_too_large_is_not_read():
    assert why_unreadable(b"x" * (MAX_BYTES + 1)).startswith(f"it has {MAX_BYTES + 1} bytes")


def nested(depth, width):
    """Give a PDF whose forms each draw the next one several times."""
    draw = b"/X Do " * width
    forms = [
        stream(
            shown("deepest") if place == depth - 1 else draw,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources "
            b"<< /Font << /F1 3 0 R >> /XObject << /X %d 0 R >> >>" % (101 + place),
        )
        for place in range(depth)
    ]
    return pdf(draw, resources=b"/XObject << /X 100 0 R >>", more=forms)


HOSTILE = {
    "cut short": pdf(shown("Mr A"))[:200],
    "a name alone": b"%PDF-1.7",
    "noise": b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "a page that unpacks to 64 MiB": pdf(b" " * 64 * 2**20),
    "two million operators": pdf(b"BT /F1 1 Tf " + b"(a) Tj " * 500_000 + b"ET"),
    "a form in itself": pdf(
        b"/X Do",
        resources=b"/XObject << /X 100 0 R >>",
        more=[stream(b"/X Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /X 100 0 R >> >>")],
    ),
    "a page that is its own parent": pdf(shown("a")).replace(b"/Kids [10 0 R]", b"/Kids [ 2 0 R]"),
    "lists in lists": pdf(b"[" * 100_000),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_made_to_break_the_reader_has_no_text(content):
    assert why_unreadable(content)


def test_forms_in_forms_are_drawn_so_often_and_no_more():
    assert text_of(nested(30, 10)).count("deepest") < 1_000


def test_nothing_of_an_artefact_is_held_by_why_it_has_no_text():
    tracemalloc.start()
    for number in range(4):
        assert "longer than" in why_unreadable(b"line %d\n" % number * 150_000)
    gc.collect()  # of what pytest holds of exceptions
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < 1_000_000


def test_what_needs_too_long_a_time_has_no_text(monkeypatch):
    endless = "import signal; signal.raise_signal(signal.SIGPROF)"
    begin = subprocess.Popen
    monkeypatch.setattr(
        "subprocess.Popen", lambda _command, **how: begin([sys.executable, "-c", endless], **how)
    )

    with pytest.raises(Unreadable, match="within 5 seconds of a processor and 1024 MiB"):
        PdfReader().text_of(pdf(shown("first")))


def test_a_process_that_cannot_be_had_says_nothing_of_the_pdf(monkeypatch):
    reader = PdfReader()
    monkeypatch.setattr("cpcs_harness.formats.artefact.pdf.sys.executable", "/bin/false")
    with pytest.raises(HarnessError, match="the process that reads PDFs ended with status 1"):
        reader.text_of(pdf(shown("first")))

    monkeypatch.undo()
    assert reader.text_of(pdf(shown("second"))) == "second"
    reader.close()


def test_it_ends_itself_when_its_time_is_over():
    hurried = "import runpy, cpcs_harness.formats.artefact.pdf as pdf; pdf.SECONDS = 0.05; runpy.run_module"
    process = [
        sys.executable,
        "-c",
        f"{hurried}('cpcs_harness.formats.artefact.pdf_process', run_name='__main__')",
    ]
    content = HOSTILE["two million operators"]

    ended = subprocess.run(process, input=len(content).to_bytes(4, "big") + content, capture_output=True)

    assert (ended.returncode, ended.stdout) == (-signal.SIGPROF, b"")
