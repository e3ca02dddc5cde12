"""Each picture is made by a program: plots by `bench/`, the architecture by `docs/drawing`, a report by a browser."""

import re

import pytest
from lxml import html as lxml_html
from PIL import Image

from checkout import ROOT
from chromium import CHROMIUM
from report_picture import HEIGHT, PICTURE, WIDTH, read, take

SAMPLE = ROOT / "reports" / "samples" / "report.html"
WRONG = {"Look at this first", "What is wrong"}
"""What a report has in its contents only where something is wrong."""


def contents_of(report):
    page = lxml_html.document_fromstring(report.read_text(encoding="utf-8"))
    return [link.text_content().strip() for link in page.xpath("//nav//a")]


def test_the_picture_of_a_report_shows_what_a_report_has():
    shown = read(PICTURE)

    assert shown["contents"] == [name for name in contents_of(SAMPLE) if name not in WRONG]
    assert shown["outcome"] in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


@pytest.mark.skipif(not CHROMIUM, reason="missing: chromium")
def test_the_picture_is_made_of_a_report(tmp_path):
    take(SAMPLE, tmp_path / "report.png")

    assert read(tmp_path / "report.png")["contents"] == contents_of(SAMPLE)
    with Image.open(tmp_path / "report.png") as made, Image.open(PICTURE) as kept:
        assert made.size == kept.size == (WIDTH, HEIGHT)


def test_no_picture_is_there_that_nothing_makes():
    page = (ROOT / "docs" / "explanation" / "performance.md").read_text(encoding="utf-8")
    plots = set(re.findall(r"\(\.\./images/([^)]+)\)", page))  # the page and its plots are written together
    there = {path.name for path in (ROOT / "docs" / "images").iterdir()}

    assert plots
    assert there == plots | {"architecture.svg", PICTURE.name}
