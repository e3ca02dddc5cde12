"""Every criterion for a reader: what it says, how far it binds, why it matters, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpcs_harness.catalogue import Catalogue, Criterion
from cpcs_harness.judging.criterion import checks_in
from cpcs_harness.judging.known_bads import known_bads

INTRODUCTION = """# Criteria

Made by `cpcs requirements --write`; do not edit. `cpcs requirements ID` shows those of one requirement.

Each of the {count} criteria, as its folder's `criteria.yaml` states it. *Must*: failing it fails the
requirement; *should*: a warning. [Certainty](../explanation/certainty.md) says what it rests on. It *stands on*
what it looks at: what passed over the wire, an artefact, or the candidate's own word of what its screen shows
(self-reported). **Journeys** are those that it needs ([their steps](journeys.md)): a name without `-mi` or
`-um` stands for those of each pathway that asks for the criterion. Where others stand for a mode, such as
*healthcare-worker*, it is judged in each mode [by itself](catalogue.md#modes). **Also in** are journeys
at another time: it is looked at there too where the candidate's clock can be moved, and passes without them where not.
**Hazards** are those of which it looks at a control ([the hazard log](../how-to/use-the-hazard-log.md)).
**Good enough** is what has to bear out what people judge. **Proven by**: its checks, and the known-bad candidates that
have to be caught by it.
"""

JUDGED_BY = {
    "automated": "judged by checks",
    "witnessed": "a person watches, and rules on it",
    "declared": "the supplier states it, and an assurer rules on it",
}


def page_of(catalogue: Catalogue) -> str:
    """Write the page, suite after suite."""
    checks = checks_in(catalogue.suites)
    bads = known_bads()
    lines = [INTRODUCTION.format(count=len(catalogue.criteria))]
    suite = ""
    for criterion in catalogue.criteria.values():
        if criterion.file != suite:
            suite = criterion.file
            lines += [f"## {suite.split('/')[-2]}", ""]
        faults = [bad.name for bad in bads if criterion.id in bad.catches]
        lines += _section(catalogue, criterion, [file for file, _ in checks.get(criterion.id, [])], faults)
    return "\n".join(lines)


def modelled_table(catalogue: Catalogue) -> str:
    """List the criteria that are modelled, each with what stands in for a source."""
    modelled = [criterion for criterion in catalogue.criteria.values() if criterion.certainty == "modelled"]
    rows = [
        f"| `{criterion.id}` | {criterion.strength} | {_line(criterion.text)} | {_line(criterion.source.document)} |"
        for criterion in modelled
    ]
    head = ["| criterion | | what it says | rests on |", "| --- | --- | --- | --- |"]
    return (
        "\n".join([f"{len(modelled)} of {len(catalogue.criteria)} criteria are modelled:", "", *head, *rows])
        + "\n"
    )


def _section(
    catalogue: Catalogue, criterion: Criterion, checks: Sequence[str], faults: Sequence[str]
) -> list[str]:
    told = {
        "Binds": f"{criterion.strength}, {criterion.certainty}, stands on {criterion.stands_on}, "
        f"{JUDGED_BY[criterion.judged_by]}",
        "Because": _line(criterion.because),
        "Good enough": _line(criterion.evidence),
        "Requirement": ", ".join(_asked_by(catalogue, criterion)),
        "Where": _where(criterion),
        "In force": _in_force(criterion),
        "Risk": _line(criterion.risk),
        "To do": _line(criterion.to_do),
        "Hazards": ", ".join(hazard.id for hazard in catalogue.hazards if criterion.id in hazard.criteria),
        "Source": f"{_line(criterion.source.document)}: {_line(criterion.source.section)}",
        "Journeys": _journeys(criterion.needs),
        "Also in": _journeys(criterion.also),
        **{f"Journeys, {mode}": _journeys(needs) for mode, needs in criterion.needs_in.items()},
        "Proven by": _proven(checks, faults),
    }
    bullets = [f"- **{name}**: {what}" for name, what in told.items() if what]
    return [f"### {criterion.id}", "", _line(criterion.text), "", *bullets, ""]


def _journeys(needs: Sequence[str]) -> str:
    return ", ".join(f"`{need}`" for need in needs)


def _asked_by(catalogue: Catalogue, criterion: Criterion) -> list[str]:
    context = [beyond.id for beyond in catalogue.context if criterion.id in beyond.criteria]
    return [requirement.id for requirement in catalogue.requirements_of(criterion.id)] + context


def _where(criterion: Criterion) -> str:
    said: Mapping[str, str] = {"option": criterion.option, "part": criterion.part, **criterion.where}
    return ", ".join(f"`{key}` is `{word}`" for key, word in said.items() if word)


def _in_force(criterion: Criterion) -> str:
    if criterion.in_force is None:
        return ""
    since, until = criterion.in_force.from_, criterion.in_force.until
    return " ".join(
        part for part in (f"from {since}" if since else "", f"until {until}" if until else "") if part
    )


def _proven(checks: Sequence[str], faults: Sequence[str]) -> str:
    files = ", ".join(f"`{file}`" for file in dict.fromkeys(checks))
    return "; ".join(filter(None, (files, ", ".join(f"`{fault}`" for fault in faults))))


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
