"""Says in which verdicts two assessments differ: `python tests/support/compare_assessments.py BEFORE AFTER`.

Compared are requirement, criterion, check, verdict, blame and message; a check is known by its title, since its node id
names a file, which may move. What no two runs have alike does not count: ids of events, times, digests, UUIDs
and ports.
BEFORE and AFTER are files named assessment.json, or folders that hold one. Exit status: 0 alike, 1 not, 2 not readable.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Finding = tuple[str, ...]

_OF_ONE_RUN = (
    (re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"), "<uuid>"),
    (re.compile(r"\b[0-9a-f]{40,128}\b"), "<digest>"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"), "<time>"),
    (re.compile(r"\b[a-z]\d{1,6}\b"), "<event>"),
    (re.compile(r"\b\d+(?:\.\d+)? (?:ms|s)\b"), "<seconds>"),
    (re.compile(r"(?<=//127\.0\.0\.1:)\d+"), "<port>"),
)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Name each finding that only one of two assessments has."""
    old, new = Counter(findings(before)), Counter(findings(after))
    lines = [f"- {_line(finding)}" for finding in (old - new).elements()]
    lines += [f"+ {_line(finding)}" for finding in (new - old).elements()]
    return sorted(lines, key=lambda line: line[2:])


def findings(assessment: Mapping[str, Any]) -> Iterator[Finding]:
    """Give everything that an assessment found, a tuple each, without what is of one run only."""
    outcome = assessment["outcome"]
    yield "outcome", str(outcome["exit_status"]), str(outcome["met"]), outcome["sentence"]
    for pathway in assessment["pathways"]:
        for level, record in pathway["levels"].items():
            yield pathway["id"], level, record["outcome"], record["sentence"]
    for requirement in (*assessment["requirements"], *assessment.get("context", ())):
        yield _finding(requirement, requirement["id"])
        for criterion in requirement["criteria"]:
            place = (requirement["id"], criterion["id"])
            yield _finding(criterion, *place)
            for check in criterion["checks"]:
                yield _finding(check, *place, check["title"])


def _finding(record: Mapping[str, Any], *place: str) -> Finding:
    said = str(record.get("reason") or record.get("message") or "")
    for pattern, word in _OF_ONE_RUN:
        said = pattern.sub(word, said)
    return (*place, record["verdict"], record["blame"] or "", said)


def _line(finding: Finding) -> str:
    return " | ".join(part.replace("\n", " / ") for part in finding)


def _read(path: Path) -> dict[str, Any]:
    file = path / "assessment.json" if path.is_dir() else path
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def main(arguments: list[str]) -> int:
    """Print the differences, a line each, and how many findings there were."""
    if len(arguments) != 2:
        print("usage: compare_assessments.py BEFORE AFTER", file=sys.stderr)
        return 2
    try:
        before, after = (_read(Path(argument)) for argument in arguments)
        lines, total = differences(before, after), sum(1 for _ in findings(before))
    except (OSError, ValueError, KeyError, TypeError) as broken:
        print(f"not two assessments: {type(broken).__name__}: {broken}", file=sys.stderr)
        return 2
    print("\n".join([*lines, f"{total} findings before, {len(lines)} lines differ"]))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
