"""What is hidden in encodings is read, however they are put into one another; what cannot be read is said."""

import base64
import bz2
import gzip
import html
import io
import itertools
import json
import quopri
import random
import zipfile
import zlib
from email.header import Header
from email.message import EmailMessage
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.formats.decodings.read import readings
from cpcs_harness.formats.decodings.reading import LIMITS, Limits

SAID = "NHS number 999 141 0546, Siân O'Neill, Tŷ Gwyn, of the 5th; please ring <at> once & say so"
CONTENT = SAID.encode()


def mail(content: bytes, name="note.bin") -> bytes:
    message = EmailMessage()
    message["Subject"] = "A note"
    message.set_content("See what is attached.")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def archive(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a/note.txt", content)
    return target.getvalue()


def in_text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


BYTES = {
    "base64": base64.b64encode,
    "base64 of addresses": base64.urlsafe_b64encode,
    "base64 in lines": base64.encodebytes,
    "base64 in JSON": lambda content: json.dumps({"data": base64.b64encode(content).decode()}).encode(),
    "base64 in a path": lambda content: b"/Binary/" + base64.b64encode(content),
    "base64 in lines of JSON": lambda content: json.dumps(base64.encodebytes(content).decode()).encode(),
    "hexadecimal": lambda content: content.hex().encode(),
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "zip": archive,
    "MIME": mail,
    "quoted-printable": quopri.encodestring,
    "URL": lambda content: quote(content, safe="").encode(),
}
"""By name, what takes any bytes."""
TEXTS = {
    "entities": lambda text: html.escape(text).replace("9", "&#57;").replace("i", "&#x69;"),
    "JSON escapes": json.dumps,
    "RFC 2047": lambda text: f"Subject: {Header(text, 'utf-8', maxlinelen=40).encode()}",
    "URL of each letter": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "URL twice": lambda text: quote(quote(text)),
}
"""By name, what takes a text."""
WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig")


def said_in(found):
    return [reading.text for reading in found.texts if SAID in " ".join(reading.text.split())]


@pytest.mark.parametrize("way", BYTES)
def test_each_encoding_of_bytes_is_undone(way):
    found = readings(BYTES[way](CONTENT))

    assert said_in(found), [reading.text[:80] for reading in found.texts]
    assert found.unread == ()


@pytest.mark.parametrize(("outer", "inner"), list(itertools.product(BYTES, repeat=2)))
def test_each_encoding_within_each_other_is_undone(outer, inner):
    found = readings(BYTES[outer](BYTES[inner](CONTENT)))

    assert said_in(found), [(reading.ways, reading.text[:80]) for reading in found.texts]


@pytest.mark.parametrize(("outer", "inner"), list(itertools.product(BYTES, TEXTS)))
def test_each_encoding_of_texts_is_undone_within_each_of_bytes(outer, inner):
    found = readings(BYTES[outer](TEXTS[inner](SAID).encode()))

    assert said_in(found), [(reading.ways, reading.text[:80]) for reading in found.texts]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("outer", ["base64", "gzip", "zip", "MIME"])
def test_text_of_wide_letters_is_read(encoding, outer):
    assert said_in(readings(SAID.encode(encoding)))
    assert said_in(readings(BYTES[outer](SAID.encode(encoding))))


def test_a_message_in_a_message_is_read():
    outer = EmailMessage()
    outer.set_content("Forwarded")
    inner = EmailMessage()
    inner["Subject"] = "None"
    inner.set_content(SAID, cte="base64")
    outer.add_attachment(inner)

    assert said_in(readings(outer.as_bytes()))


def test_names_of_files_are_read():
    assert said_in(readings(mail(b"nothing", SAID)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(SAID, "nothing")
    assert said_in(readings(target.getvalue()))


def test_what_nothing_in_the_bytes_says_is_taken_from_the_headers():
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = raw.compress(CONTENT) + raw.flush()
    form = b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(CONTENT) + b"--b--\r\n"

    assert said_in(readings(packed, encoding="deflate"))
    assert said_in(readings(form, media='multipart/form-data; boundary="b"'))


def test_how_one_comes_to_a_text_is_told():
    found = readings(base64.b64encode(gzip.compress(CONTENT)))

    assert [reading.ways for reading in found.texts if reading.text == SAID] == [("base64", "gzip")]


def test_the_text_of_a_pdf_is_read():
    from fpdf import FPDF

    page = FPDF()
    page.add_page()
    page.set_font("helvetica")
    page.cell(text="NHS number 999 141 0546")
    found = readings(mail(bytes(page.output())))

    assert any("999 141 0546" in reading.text for reading in found.texts)


def test_what_is_no_text_is_counted_and_no_bound():
    found = readings(mail(bytes(range(256)) * 16))

    assert found.opaque == 1
    assert found.unread == ()


def nested(content: bytes, times: int) -> bytes:
    for _ in range(times):
        content = base64.b64encode(content)
    return content


def zip_with(members: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for number in range(members):
            packed.writestr(f"{number}.txt", b"")
    return target.getvalue()


LONG = pytest.mark.long
BOMBS = {
    "encodings that go on": (lambda: nested(CONTENT, 12), "encodings within one another"),
    "gzip of zeros": (lambda: gzip.compress(bytes(64 * 1024 * 1024)), "once it is decoded"),
    "gzip in gzip": (lambda: gzip.compress(gzip.compress(b"a" * 64 * 1024 * 1024)), "once it is decoded"),
    "a zip of zeros": (lambda: archive(bytes(64 * 1024 * 1024)), "once it is decoded"),
    "100 MB of base64": (lambda: base64.b64encode(b"a" * 75 * 1024 * 1024), "once it is decoded"),
    "ten thousand members": (lambda: zip_with(10_000), "more than 2000 parts"),
    "ten thousand parts": (lambda: many_parts(10_000), "more than 2000 parts"),
    "a broken gzip": (lambda: gzip.compress(CONTENT)[:-20], "cut off"),
    "a broken zip": (lambda: archive(CONTENT)[:-30], "broken"),
    "a broken PDF": (lambda: b"%PDF-1.7 nothing", "a PDF is not read"),
}


def many_parts(count: int) -> bytes:
    head = b'Content-Type: multipart/mixed; boundary="b"\n\n'
    return head + b"".join(b"--b\n\nx%d\n" % number for number in range(count)) + b"--b--\n"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=LONG) if "100 MB" in name else name for name in BOMBS]
)
def test_what_exhausts_is_bounded_and_said(name):
    made, why = BOMBS[name]

    found = readings(made())

    assert any(why in reason for reason in found.unread), found.unread
    decoded = sum(len(reading.text) for reading in found.texts if reading.ways)
    assert decoded <= LIMITS.size
    assert len(found.texts) <= LIMITS.parts


def test_parts_within_parts_end():
    head = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'
    found = readings(b"".join(head % (number, number) for number in range(3_000)) + CONTENT)

    assert said_in(found)


def test_what_is_plain_is_read_beside_a_bomb():
    found = readings(mail(gzip.compress(bytes(64 * 1024 * 1024))) + CONTENT)

    assert found.unread
    assert said_in(found)


def test_what_is_packed_otherwise_is_opaque():
    assert readings(mail(bz2.compress(CONTENT * 20))).opaque == 1


@given(st.binary(max_size=400), st.lists(st.sampled_from(sorted(BYTES)), max_size=3))
def test_whatever_comes_is_read_to_its_end(content, ways):
    for way in ways:
        content = BYTES[way](content)

    found = readings(content, limits=Limits(depth=4, parts=50, size=100_000))

    assert len(found.texts) <= 2 * 50  # bytes that are no UTF-8 are read twice


@pytest.mark.parametrize("wide", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize(
    "damage", [lambda packed: packed[:80], lambda packed: packed[:90] + bytes(9)], ids=["cut", "changed"]
)
def test_what_is_packed_and_broken_is_told(damage, wide):
    text = "".join(f"{number} tablets of amoxicillin; " for number in range(200))

    assert readings(damage(zlib.compress(text.encode(wide)))).unread


def test_what_is_packed_and_breaks_off_is_read_as_far_as_it_goes():
    found = readings(zlib.compress(b"Ottilie Fenwick-Moss, 3 Mill Lane, and her neighbours")[:50])

    assert any("Ottilie Fenwick-Moss, 3 Mill" in reading.text for reading in found.texts)


@pytest.mark.parametrize("before", [b" " * 2000, bytes(40) + b" " * 2000], ids=["blanks", "no text at first"])
def test_what_is_packed_into_no_more_than_an_id_takes_is_read_to_its_end(before):
    packed = zlib.compress(before + b"Ottilie Fenwick-Moss")

    found = readings(f"GET /inbox/{packed.hex()}".encode())

    assert len(packed) <= 64
    assert any("Ottilie Fenwick-Moss" in reading.text for reading in found.texts)


def test_what_is_packed_and_does_not_begin_with_text_is_read():
    text = " ".join(f"{number} tablets for Ottilie Fenwick-Moss;" for number in range(200))

    found = readings(zlib.compress(bytes(40) + text.encode()))

    assert any("199 tablets for Ottilie" in reading.text for reading in found.texts)


def test_an_id_that_begins_as_something_packed_does_is_an_id():
    rng = random.Random(1)
    ids = [bytes([0x68, 0xDE, *rng.randbytes(length)]).hex() for length in (14, 18, 30) for _ in range(2000)]

    assert [id for id in ids if readings(f"GET /inbox/{id}".encode()).unread] == []
