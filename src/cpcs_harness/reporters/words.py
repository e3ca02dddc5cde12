"""What the verdicts are called in every report, what they mean, and what a reader can do about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.requirement import OURSELVES, CriterionRecord, RequirementRecord
from cpcs_harness.assessment.verdict import LevelOutcome, Verdict
from cpcs_harness.reporters.text import number as counted_as


@dataclass(frozen=True)
class Word:
    """How a verdict is said, in which colour (never by colour alone), and what it means."""

    said: str
    colour: str
    meaning: str


REQUIREMENT: dict[str, Word] = {
    Verdict.NOT_MET: Word("Not met", "red", "At least one thing that must be so was seen not to be so."),
    Verdict.ERROR: Word(
        "Harness error", "purple", "The harness broke. Nothing is held against the candidate."
    ),
    Verdict.QUERY: Word(
        "Open question", "orange", "It fails a rule of the project's own model: a person must decide."
    ),
    Verdict.NOT_SHOWN: Word(
        "Not yet shown", "grey", "The evidence is missing. Nothing is said for or against."
    ),
    Verdict.AWAITING: Word("Awaiting a person", "blue", "Somebody has to answer, and nobody has yet."),
    Verdict.DECLARED: Word(
        "Declared", "yellow", "The supplier or its system says so. No assurer has confirmed it."
    ),
    Verdict.MET_ON_MODEL: Word(
        "Met on our model", "aqua-green", "Met, but against a rule that the project made up, openly."
    ),
    Verdict.MET: Word("Met", "green", "Everything that must be so was shown to be so."),
}
"""Worst first: the order of precedence."""

CRITERION: dict[str, Word] = {
    Verdict.FAIL: Word("Fails", "red", "A check of something that must be so found it otherwise."),
    Verdict.ERROR: REQUIREMENT[Verdict.ERROR],
    Verdict.QUERY: REQUIREMENT[Verdict.QUERY],
    Verdict.NOT_SHOWN: REQUIREMENT[Verdict.NOT_SHOWN],
    Verdict.AWAITING: REQUIREMENT[Verdict.AWAITING],
    Verdict.DECLARED: REQUIREMENT[Verdict.DECLARED],
    Verdict.WARNING: Word("Warning", "orange", "It should be so, and is not. This fails nothing."),
    Verdict.PASS: Word("Passes", "green", "Every check passed in every journey that was needed."),
    Verdict.CONFIRMED: Word("Confirmed", "green", "A person's ruling says so."),
    Verdict.NOT_APPLICABLE: Word(
        "Does not apply", "white", "It belongs to an option, or to a way of asking, that was not declared."
    ),
}

CHECK: dict[str, Word] = {
    Verdict.PASS: Word("Passed", "green", "What was looked at is as expected."),
    Verdict.FAIL: Word("Failed", "red", "What was looked at is not as expected."),
    Verdict.NOT_SHOWN: Word("Not shown", "grey", "There was nothing to look at."),
    Verdict.NOT_APPLICABLE: Word(
        "Does not apply", "white", "It is for who does what no rule makes anybody do."
    ),
    Verdict.ERROR: REQUIREMENT[Verdict.ERROR],
}

LEVEL_OUTCOME: dict[str, Word] = {
    LevelOutcome.MEETS: Word("Meets", "green", "Every requirement of this level is met."),
    LevelOutcome.DOES_NOT_MEET: Word(
        "Does not meet", "red", "At least one requirement of this level is not met."
    ),
    LevelOutcome.INCOMPLETE: Word(
        "Incomplete", "grey", "Nothing is known to be wrong, but not everything is shown."
    ),
    LevelOutcome.NOT_YET_DUE: Word(
        "Not yet due", "white", "Its date lies after the date that this run judges by."
    ),
}

NAMED = 8
"""Criteria that a sentence names; the others are counted."""

STANDS_ON = {
    "wire": "what was sent and received",
    "artefact": "a file or print that the candidate made",
    "self-reported": "what the candidate says that its screen shows",
    "witnessed": "what a person saw",
}

CERTAINTY = {
    "published": "a published document says so",
    "inferred": "it follows from a published document",
    "modelled": "no public document says so; it is the project's own model",
}

JUDGED_BY = {
    "automated": "by the harness",
    "witnessed": "by a person who watches",
    "declared": "by what the supplier declares",
}

BLAME = {
    "candidate": "the candidate",
    "configuration": "how the candidate or the run is set up",
    "environment": "something between the harness and the candidate",
    "harness": "this project",
}


def ruled_on_by_us(assessment: Assessment) -> list[str]:
    """Name the criteria that the project itself confirmed, each once, however many requirements ask for it."""
    confirmed = [criterion.id for _, criterion in assessment.criteria() if criterion.confirmed_by_us]
    return list(dict.fromkeys(confirmed))


def confirmed_by_us(number: int) -> str:
    """Say how many criteria count as met by the word of those who wrote the reference service."""
    are = "criterion is" if number == 1 else "criteria are"
    return f"{number} {are} confirmed by {OURSELVES}, on its own reference service, and not by an assurer."


def not_accounted_for(assessment: Assessment) -> str:
    """Say in one line how many calls nothing accounts for, by channel; empty where there is none."""
    counted = assessment.account.channels if assessment.account else ()
    strange = [channel for channel in counted if channel.unaccounted]
    if not strange:
        return ""
    named = ", ".join(f"{channel.channel} ({channel.unaccounted})" for channel in strange)
    total = counted_as(
        sum(channel.unaccounted for channel in strange), "call or message", "calls or messages"
    )
    return f"Nothing accounts for {total}: {named}. See Account in report.html."


def next_steps(requirement: RequirementRecord) -> list[str]:
    """Say what would bring a requirement nearer to met, one thing to do a line."""
    steps = [*_repairs(requirement), *_by_verdict(requirement)]
    return list(dict.fromkeys(steps)) or ["Nothing to do."]


def steps_besides(requirement: RequirementRecord) -> list[str]:
    """Say what there is to do besides putting right what was found wrong."""
    return list(dict.fromkeys(_by_verdict(requirement)))


def _repairs(requirement: RequirementRecord) -> Iterator[str]:
    for criterion in requirement.criteria:
        if criterion.verdict not in (Verdict.FAIL, Verdict.QUERY, Verdict.WARNING):
            continue
        found = [check.finding for check in criterion.checks if check.verdict == Verdict.FAIL]
        todos = [finding.todo for finding in found if finding and finding.todo]
        advice = " (advice: fails nothing)" if criterion.verdict == Verdict.WARNING else ""
        for todo in todos or ["put right what the check found, then run again."]:
            yield f"{criterion.id}{advice}: {todo}"


def _by_verdict(requirement: RequirementRecord) -> Iterator[str]:
    held = [criterion for criterion in requirement.criteria if criterion.strength == "must"]
    if any(criterion.verdict == Verdict.QUERY for criterion in held):
        yield (
            f"{_ids(held, Verdict.QUERY)}: the rule is our model. Ask the assurer for a ruling, or show an official "
            "specification that says otherwise."
        )
    if any(criterion.verdict == Verdict.ERROR for criterion in held) or requirement.verdict == Verdict.ERROR:
        yield "The harness broke, not the candidate. Send this report to the project, then run again."
    if requirement.untested:
        yield "Nothing for the supplier to do: the project does not test this yet, so it cannot count as met."
    elif requirement.verdict == Verdict.NOT_SHOWN or any(
        criterion.verdict == Verdict.NOT_SHOWN for criterion in held
    ):
        yield _to_show(requirement, held)
    waiting = [criterion for criterion in held if criterion.verdict == Verdict.AWAITING]
    watched = [criterion for criterion in waiting if criterion.judged_by == "witnessed"]
    stated = [criterion for criterion in waiting if criterion.judged_by != "witnessed"]
    if watched:
        yield f"{_ids(watched)}: an assurer watches it happen, and rules."
    if stated:
        yield f"{_ids(stated)}: state it in candidate.toml, with evidence; then an assurer rules."
    if any(criterion.verdict == Verdict.DECLARED for criterion in held):
        yield f"{_ids(held, Verdict.DECLARED)}: an assurer confirms or refuses what was stated or shown."
    if requirement.verdict == Verdict.MET_ON_MODEL:
        yield "Nothing to put right. An official specification, or an assurer's ruling, would settle what is our model."


def _to_show(requirement: RequirementRecord, held: Sequence[CriterionRecord]) -> str:
    missing = next((criterion for criterion in held if criterion.verdict == Verdict.NOT_SHOWN), requirement)
    blame = missing.blame or requirement.blame
    subject = f"{_ids(held, Verdict.NOT_SHOWN)}: " if missing is not requirement else ""
    return subject + {
        "configuration": "correct candidate.toml or the command, as the reason says, then run again.",
        "environment": "find what came between the harness and the candidate (`cpcs doctor` helps), then run again.",
        "harness": "nothing for the supplier to do; the evidence is missing on the project's side.",
    }.get(blame or "", "let the candidate do what the reason names, then run again.")


def _ids(criteria: Sequence[CriterionRecord], verdict: Verdict | None = None) -> str:
    ids = [criterion.id for criterion in criteria if verdict in (None, criterion.verdict)]
    return ", ".join(ids[:NAMED]) + (f" and {len(ids) - NAMED} more" if len(ids) > NAMED else "")
