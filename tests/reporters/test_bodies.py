"""A body is laid out for reading without being rewritten, and whatever cannot be is shown as it came."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.reporters.bodies import SHOWN, lay_out, lay_out_json


def shown(content, media="", protocol="http", room=SHOWN):
    reference = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "media": media}
    return lay_out(content, reference, protocol, room)


def test_json_keeps_its_own_words():
    source = '{"a":1.50,"a":"\\u00e9 , : {","b":[],"c":{},"d":[1,{"e":null}]}'

    assert lay_out_json(source) == (
        '{\n  "a": 1.50,\n  "a": "\\u00e9 , : {",\n  "b": [],\n  "c": {},\n  "d": [\n    1,\n    {\n'
        '      "e": null\n    }\n  ]\n}'
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_laid_out_json_means_the_same(value):
    assert json.loads(lay_out_json(json.dumps(value))) == value


@pytest.mark.parametrize(
    "source", ["[" * 100_000, "[" * 80 + "]" * 80, "{'a': 1}", "[1,]", '{"a"', "9" * 10_000]
)
def test_what_is_not_json_or_too_deep_is_shown_as_it_came(source):
    assert lay_out_json(source) in ("", source)
    assert shown(source.encode(), "application/json").text.startswith(source[:1000])


def test_xml_is_indented():
    body = shown(b'<?xml version="1.0"?><a xmlns="urn:x"><b c="1">t</b></a>', "text/xml")

    assert body.form == "XML"
    assert body.text == '<a xmlns="urn:x">\n  <b c="1">t</b>\n</a>'


@pytest.mark.parametrize(
    "content",
    [b"<a><b></a>", b"<p>one<br>two</p>", b"<a>" * 5000, b"<a>" * 100 + b"</a>" * 100, b"<a>\x01</a>"],
)
def test_what_is_not_well_formed_xml_or_too_deep_is_shown_as_it_came(content):
    body = shown(content, "text/xml")

    assert body.form == "XML or HTML, as it came"
    assert body.text.startswith(content[:300].decode().replace("\x01", "\u2401"))


def test_a_form_has_a_line_for_each_field():
    assert shown(b"a=1&b=2", "application/x-www-form-urlencoded").text == "a=1\n&b=2"


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08\x00\xff", b"\x89PNG\r\n\x1a\n\x00", b"text\x00with"])
def test_what_is_not_text_is_given_as_size_and_hash(content):
    body = shown(content, "application/octet-stream")

    assert (body.form, body.text) == ("binary", "")
    assert hashlib.sha256(content).hexdigest() in body.note


def test_text_in_another_encoding_is_shown_with_marks():
    assert shown(b"caf\xe9", "text/plain").text == "caf\ufffd"


def test_a_body_that_was_cut_when_it_was_kept_says_so():
    reference = {"sha256": "0" * 64, "bytes": 3, "media": "text/plain", "cut_from": 20_000_000}

    assert "Only the first 3 of 20,000,000 bytes were kept" in lay_out(b"abc", reference).note


def test_an_email_of_many_parts_shows_the_first_ones():
    parts = b"".join(b"--b\r\nContent-Type: text/plain\r\n\r\npart\r\n" for _ in range(50))
    content = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts + b"--b--\r\n"

    body = shown(content, protocol="smtp")

    assert len(body.parts) == 20
    assert "Only its first 20 parts are shown" in body.note


def test_an_email_nested_without_end_is_shown():
    content = b""
    for depth in range(3000):
        content += b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (depth, depth)

    assert shown(content, protocol="smtp").size == len(content)


def test_an_email_that_breaks_the_library_is_shown_as_it_came():
    body = shown(b"Content-Type: multipart/mixed; x*=a; x*0=b\r\n\r\ntext", protocol="smtp")

    assert body.form == "e-mail, as it came"
    assert body.text.endswith("x*0=b\n\ntext")


HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            [b"Subject", b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition", b"From", b"X-\xff"]
        ),
        st.binary(max_size=40)
        | st.sampled_from(
            [
                b"=?utf-8?q?a?= =?bogus?b?!?=", b"text/plain; charset=nonsense", b"multipart/mixed; boundary=x",
                b"message/rfc822", b"base64", b"quoted-printable", b"attachment; filename*0*=utf-8''%ff; filename*1=b",
                b'text/plain; charset="\xff\xfe"', b"x-uuencode", b"=?utf-8?b?gA?=", b"text/plain; charset=idna",
                b"text/plain; charset=unicode_escape", b"text/plain; charset=rot13", b"text/plain; charset=undefined",
            ]
        ),
    )
)  # fmt: skip


@given(HEADERS, st.binary(max_size=200))
def test_no_email_breaks_the_report(headers, content):
    whole = b"\r\n".join(name + b": " + value for name, value in headers) + b"\r\n\r\n" + content

    assert shown(whole, protocol="smtp").size == len(whole)


@given(st.binary(), st.sampled_from(["", "text/xml", "application/json", "text/plain", "image/png"]))
def test_no_body_breaks_the_report(content, media):
    assert shown(content, media).size == len(content)
