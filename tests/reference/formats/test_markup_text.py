"""Marked-up text of FHIR, of HTML e-mails and of CDA, as a person reads it."""

import pytest

from reference.formats.markup_text import readable_markup


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("", ""),
        ("plain", "plain"),
        ("a<br/>b &lt;c&gt;\n  d", "a\nb <c> d"),
        ("<p>a</p>\n<p>b</p>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>e", "a\tb\nc\td\ne"),
        ("<list><item>a</item><item>b</item></list>", "a\nb"),
        ('<content styleCode="bold">a</content> b<footnote>c</footnote>', "a b\nc"),
        ("a\u00a0b \U0001f600 \u202eright to left", "a\u00a0b \U0001f600 \u202eright to left"),
        ("a<script>steal()</script><style>x{}</style>b", "ab"),
        ("a<script/>b", "ab"),
        ("<p>a<p>b &nbsp; &eacute; & c", "a\nb \u00a0 é & c"),
        ('<img src="x" onerror="alert(1)">a', "a"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>a&e;', None),
        ("a\x00b\ud800", "a\ufffdb\ufffd"),
        ("<CLEO Ref: 7>", ""),
        ("&lt;CLEO Ref: 7&gt;", "<CLEO Ref: 7>"),
    ],
)
def test_markup_becomes_its_words(markup, words):
    shown = readable_markup(markup)

    assert shown == words if words is not None else "root" not in shown


@pytest.mark.parametrize("piece", ["<a", "<", "&", "<!--", '<a b="', "</div>", "<p>", "<b><p>", "<table>"])
def test_much_of_anything_ends(piece):
    assert isinstance(readable_markup(piece * 20_000), str)
