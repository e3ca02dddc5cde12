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
        ("150 x 10<sup>9</sup>/L, CO<sub>2</sub>", "150 x 10⁹/L, CO₂"),
        ("38<sup>o</sup>C on the 4<sup>th</sup>, x<sup>2n</sup>", "38°C on the 4th, x^2n"),
        ("10<SUP><b>-</b>3</sup> and <sub>a<sup>2</sup>", "10⁻³ and _a²"),
        ("<p>a<sup><p>1</p></p> b", "a\n¹\nb"),
    ],
)
def test_markup_becomes_its_words(markup, words):
    shown = readable_markup(markup)

    assert shown == words if words is not None else "root" not in shown


@pytest.mark.parametrize(
    "piece",
    ["<a", "<", "&", "<!--", '<a b="', "</div>", "<p>", "<b><p>", "<table>", "<sup>a", "<sup>1"],
)
def test_much_of_anything_ends(piece):
    assert isinstance(readable_markup(piece * 20_000), str)


HOSTILE = {
    "script": ("<p>Aspirin</p><script>alert('x')</script>", "Aspirin"),
    "script-in-a-cell": ("<table><tr><td>A<script>x</script></td><td>B</td></tr></table>", "A\tB"),
    "handler": ('<p onclick="x()">Aspirin</p>', "Aspirin"),
    "address": ('<a href="javascript:x()">Aspirin</a>', "Aspirin"),
    "style": ("<style>p{display:none}</style><p>Aspirin</p>", "Aspirin"),
    "frame": ('<iframe src="http://elsewhere">x</iframe><p>Aspirin</p>', "Aspirin"),
    "comment": ("<p>As<!-- x -->pirin</p>", "Aspirin"),
    "entity": ("<p>Dose &lt; 5 mg &amp; &gt; 1 mg</p>", "Dose < 5 mg & > 1 mg"),
    "html-entity": ("<p>5&nbsp;mg</p>", "5\xa0mg"),
    "unclosed": ("<p>Aspirin<br>75 mg<p>daily", "Aspirin\n75 mg\ndaily"),
    "unclosed-script": ("<p>Aspirin</p><script>alert('x')", "Aspirin"),
    "upper-case": ("<SCRIPT>x</SCRIPT><P>Aspirin</P>", "Aspirin"),
    "cdata": ("<p><![CDATA[Aspirin]]></p>", "Aspirin"),
    "image": ('<img src="x" onerror="y()"/><p>Aspirin</p>', "Aspirin"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_is_text_and_nothing_else(name):
    html, due = HOSTILE[name]

    assert readable_markup(f'<div xmlns="http://www.w3.org/1999/xhtml">{html}</div>') == due


@pytest.mark.parametrize("depth", [100, 300, 5_000])
def test_deep_markup_loses_no_word(depth):
    inner = "<script>steal()</script>Aspirin &lt; 75 mg<br/>daily"

    assert readable_markup("<div>" * depth + inner + "</div>" * depth) == "Aspirin < 75 mg\ndaily"


def test_an_entity_of_a_documents_own_is_not_expanded():
    shown = readable_markup('<div><!DOCTYPE x [<!ENTITY e "boom">]><p>Aspirin&e;</p></div>')

    assert "boom" not in shown.partition("Aspirin")[2]
