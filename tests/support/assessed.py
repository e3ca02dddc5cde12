"""Assessments that a test has written down as plain JSON, as reports take them."""

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.requirement import CheckRecord, CriterionRecord, RequirementRecord, SourceRecord
from cpcs_harness.assessment.verdict import Verdict


def typed(sample):
    """Give assessment and evidence, the first read from its JSON."""
    assessment, evidence = sample
    return Assessment.from_json(assessment), evidence


def requirement(verdict, *criteria, pathway="p", level="essential", by=None, untested=None):
    """Give the record of a requirement that came to a verdict."""
    return RequirementRecord(
        id="X-X-X", pathway=pathway, component="c", component_title="C", level=level, by=by, text="text",
        reading=None, options_allowed=(), options_declared=(), parts=(), verdict=Verdict(verdict), reason="why",
        untested=untested, blame=None, criteria=criteria,
    )  # fmt: skip


def criterion(verdict, *checks, certainty="published"):
    """Give the record of a criterion that came to a verdict."""
    return CriterionRecord(
        id="X-01", text="text", strength="must", certainty=certainty, stands_on="wire", judged_by="automated",
        because=None, option=None, part=None, source=SourceRecord("document", None), risk="risk", journeys=(),
        verdict=Verdict(verdict), reason="why", blame=None, checks=checks, rulings=(),
    )  # fmt: skip


def check(verdict):
    """Give the record of a check that came to a verdict."""
    return CheckRecord("t.py::test", "title", Verdict(verdict), "", None, (), False, ())
