"""How practices' programs write an e-mail: charset, encoding, HTML, subject, and what hangs on it.

Source: RFC 5322, 2045 to 2047 and 8551; WHATWG Encoding, labels (iso-8859-1 stands for windows-1252).
"""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from cpcs_harness.people.drawn.email import EmailForm

Lines = Sequence[tuple[str, str]]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(60)
PAPER = b"%PDF-1.4\n%%EOF\n"
PAPERS = ("clinic-letter.pdf", "photograph.pdf")
SIGNED = 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="=_parts"'
_WRITTEN_IN = {"iso-8859-1": "windows-1252"}
_BULLETS = {"bullets": "*", "round bullets": "•", "middle dots": "·"}
_LABELS = {
    "family name": "Patient family name",
    "birth date": "Date of birth",
    "gender": "Gender",
}


def write(mail: EmailMessage, lines: Lines, form: EmailForm) -> bytes:
    """Give a mail, whose headers are set, with labelled lines as its text, in a form."""
    lines = [_dated(line, form) for line in lines if line[0] != _LABELS.get(form.left_out)]
    text = _original(mail, form) + _text(lines, form)
    markup = _table(lines) if form.body == "table" else _paragraphs(text)
    if form.body in ("plain", "alternative"):
        _set(mail, text, "plain", form)
    else:
        _set(mail, markup, "html", form)
    if form.body == "alternative":
        second = EmailMessage(policy=mail.policy)
        _set(second, markup, "html", form)
        mail.make_alternative("=_alternatives")
        mail.attach(second)
    _hang_on(mail, form)
    if not form.message_id:
        del mail["Message-ID"]
    return _subject(mail.as_bytes(), str(mail["Subject"]), form)


def subject(plain: str, form: EmailForm) -> str:
    """Give a subject with what a program puts before it."""
    return f"{form.prefix} {plain}".strip()


def _dated(line: tuple[str, str], form: EmailForm) -> tuple[str, str]:
    """Write a birth date as people do."""
    label, value = line
    if label != _LABELS["birth date"] or form.birth == "words":
        return line
    born = datetime.strptime(value, "%d %b %Y").date()
    written = {
        "whole words": f"{born.day} {born:%B} {born.year}",
        "slashes": f"{born:%d/%m/%Y}",
        "two digits": f"{born:%d/%m/%y}",
        "ISO": born.isoformat(),
    }
    return label, written[form.birth]


def _text(lines: Lines, form: EmailForm) -> str:
    written = [f"{label}: {value}" for label, value in lines]
    if form.layout in _BULLETS:
        bullet = _BULLETS[form.layout]
        return "".join(f"{bullet} {line}\n" for value in written for line in value.split("\n"))
    mark = "\ufeff" if form.layout == "byte order mark" else ""
    return mark + "".join("\n  ".join(value.split("\n")) + "\n" for value in written)


def _original(mail: EmailMessage, form: EmailForm) -> str:
    """Give what a program writes above a text that is handed on."""
    if form.prefix not in ("FW:", "RE:"):
        return ""
    return f"See below\n\n-----Original Message-----\nFrom: {mail['From'].addresses[0].display_name}\n\n"


def _paragraphs(text: str) -> str:
    return f"<html><body><p>{'<br>'.join(html.escape(text).split(chr(10)))}</p></body></html>"


def _table(lines: Lines) -> str:
    cells = [
        f"<tr><td><b>{html.escape(label)}:</b></td><td>{'<br>'.join(html.escape(value).split(chr(10)))}</td></tr>"
        for label, value in lines
    ]
    return f"<html><body><table>{''.join(cells)}</table></body></html>"


def _set(mail: EmailMessage, text: str, kind: str, form: EmailForm) -> None:
    mail.set_content(text, kind, _WRITTEN_IN.get(form.charset, form.charset), cte=form.encoding)
    mail.set_param("charset", form.charset)


def _hang_on(mail: EmailMessage, form: EmailForm) -> None:
    if form.besides == "picture":
        mail.add_attachment(PICTURE, "image", "png", filename="logo.png", disposition="inline")
        mail.set_boundary("=_parts")
    elif form.besides == "papers":
        for name in PAPERS:
            mail.add_attachment(PAPER, "application", "pdf", filename=name)
        mail.set_boundary("=_parts")
    elif form.besides == "signature":
        mail.add_attachment(b"0\x80", "application", "pkcs7-signature", filename="smime.p7s")
        mail.replace_header("Content-Type", SIGNED)


def _subject(raw: bytes, plain: str, form: EmailForm) -> bytes:
    if form.subject != "encoded":
        return raw
    encoded = f"=?utf-8?B?{b64encode(plain.encode()).decode()}?="
    return raw.replace(f"Subject: {plain}\r\n".encode(), f"Subject: {encoded}\r\n".encode(), 1)
