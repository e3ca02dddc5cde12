"""In which lawful ways a screen may show the sections of an adaptor's bundle that stand within others."""

from types import SimpleNamespace

import pytest

from conformance.nhs111_adaptor.test_adaptor import expect_sections
from cpcs_harness.errors import NotMet


def section(title, text, *inside):
    return {"title": title, "text": text, "markup": "lines", "inside": inside}


FINDINGS = section("Findings", "No wheeze")
REPORT = {
    "sections": [
        section("History", "Seen at home", section("Examination", "Not distressed", FINDINGS)),
        section("Other findings", "None"),
    ]
}
APART = (("History", "Seen at home"), ("Examination", "Not distressed"), ("Findings", "No wheeze"))
UNDER_ALL_TITLES = (
    ("HISTORY:", "Seen at home"),
    ("History > Examination", "Not distressed"),
    ("History > Examination > Findings", "No wheeze"),
)
WITHIN = (("History", "Seen at home Examination Not distressed Findings No wheeze"),)


def judge(*rows):
    sections = [{"title": title, "text": text} for title, text in (*rows, ("Other findings", "None"))]
    expect_sections(REPORT, SimpleNamespace(id="o1", where="here", shown={"sections": sections}))


@pytest.mark.parametrize("rows", [APART, UNDER_ALL_TITLES, WITHIN])
def test_a_section_within_another_may_be_shown_apart_and_within_it(rows):
    judge(*rows)


@pytest.mark.parametrize("rows", [APART[:2], UNDER_ALL_TITLES[:2], (("History", "Seen at home"),)])
def test_a_section_that_is_not_shown_fails_whatever_ends_in_its_title(rows):
    with pytest.raises(NotMet):
        judge(*rows)
