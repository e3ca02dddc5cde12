"""What is wrong is told once a criterion: failures first, each finding once, with its places, risk and what to do."""

from dataclasses import replace

from assessed import typed
from cpcs_harness.assessment.run import HazardRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import Finding
from cpcs_harness.reporters.blocks import TOLD, blocks


def test_each_criterion_that_is_wrong_has_one_block(sample):
    assessment, _ = typed(sample)
    wrong = {(one.verdict, one.id) for _, one in assessment.criteria() if one.verdict in TOLD}

    told = [(block.criterion.verdict, block.criterion.id) for block in blocks(assessment)]

    assert len(told) == len(set(told))
    assert set(told) == wrong
    assert [TOLD.index(verdict) for verdict, _ in told] == sorted(TOLD.index(verdict) for verdict, _ in told)


def test_what_concerns_a_hazard_that_is_told_first_comes_before_other_failures(sample):
    assessment, _ = typed(sample)
    failing = [block.criterion.id for block in blocks(assessment) if block.criterion.verdict == Verdict.FAIL]
    last = HazardRecord("HAZ-99", "Somebody is harmed", "Harm", (), (failing[-1],), told_first=True)

    told = [block.criterion.id for block in blocks(replace(assessment, hazards=(last,)))]

    assert len(failing) > 1
    assert told[: len(failing)] == [failing[-1], *failing[:-1]]


def test_a_block_names_every_requirement_that_it_touches(sample):
    assessment, _ = typed(sample)
    for block in blocks(assessment):
        touched = {
            requirement.id
            for requirement, one in assessment.criteria()
            if (one.id, one.verdict) == (block.criterion.id, block.criterion.verdict)
        }

        assert set(block.requirements) == touched


def test_what_was_found_in_two_places_is_told_once_with_both(sample):
    assessment, _ = typed(sample)
    here = Finding("a new id", "“7”", "step one", "Make one.", ("e1",))
    there = replace(here, at="step two", exchanges=("e2",))
    other = replace(here, received="“8”")

    block = next(iter(blocks(_found(assessment, here, there, other))))

    assert [(found.received, places) for found, places in block.findings] == [
        ("“7”", ("step one", "step two")),
        ("“8”", ("step one",)),
    ]
    assert block.todos == ("Make one.",)


def _found(assessment, *findings):
    """Give the assessment with these findings in its first failing criterion alone."""
    requirement, criterion = next(
        pair for pair in assessment.criteria() if pair[1].verdict == Verdict.FAIL and pair[1].checks
    )
    checks = tuple(replace(criterion.checks[0], verdict=Verdict.FAIL, finding=one) for one in findings)
    alone = replace(requirement, criteria=(replace(criterion, checks=checks),))
    return replace(assessment, requirements=(alone,), context=())
