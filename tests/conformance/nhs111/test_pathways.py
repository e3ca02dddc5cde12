"""A row has the pathway of its report's disposition, or says none."""

import pytest

from cpcs_harness._content.conformance.nhs111.test_every_form import other_pathways
from nhs111_evidence import evidence, issued, row, sent, worklist

GIVEN = issued("any-form")


def wrong(code, pathway):
    report = {**GIVEN["report"], "disposition_code": code}
    look = worklist(2, row(report, pathway=pathway), ods=report["premises"]["ods"])
    [journey] = evidence(GIVEN, [sent(1, report, variant="any-form")], [look]).each()
    return list(other_pathways(journey))


@pytest.mark.parametrize("code", ["Dx80", "dx85", "DispoCodeDx86", "Dx0087"])
def test_four_are_urgent_however_they_are_spelled(code):
    assert wrong(code, "urgent-medicines") == []
    assert len(wrong(code, "minor-illness")) == 1


def test_one_is_of_minor_illness():
    assert wrong("Dx28", "minor-illness") == []
    assert len(wrong("Dx28", "urgent-medicines")) == 1


@pytest.mark.parametrize("pathway", ["", None, "unknown"])
def test_a_row_that_says_none_misleads_nobody(pathway):
    assert wrong("Dx86", pathway) == []


@pytest.mark.parametrize("code", ["Dx0999", "Dx09", "Dx11", "", "86"])
def test_of_other_codes_nothing_is_asked(code):
    assert wrong(code, "minor-illness") == []
