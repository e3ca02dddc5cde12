"""assessment.json is read as it was written, and an older one is too."""

import json

from checkout import ROOT
from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.level import LevelRecord
from cpcs_harness.assessment.verdict import OF_REQUIREMENTS

SAMPLE = json.loads((ROOT / "reports" / "samples" / "assessment.json").read_text(encoding="utf-8"))


def test_what_is_read_is_written_again():
    written = Assessment.from_json(SAMPLE).as_json()

    assert written == SAMPLE
    assert json.dumps(written) == json.dumps(SAMPLE)  # keys in their order too


def test_one_from_before_findings_and_the_engines_digest_is_read():
    older = json.loads(json.dumps(SAMPLE))
    older["harness"] = {key: SAMPLE["harness"][key] for key in ("version", "suite_digest")}
    for requirement in (*older["requirements"], *older["context"]):
        for criterion in requirement["criteria"]:
            for check in criterion["checks"]:
                del check["finding"]

    read = Assessment.from_json(older)

    assert not read.harness.as_planned
    assert all(check.finding is None for *_, check in read.checks())


def test_a_level_counts_every_verdict():
    assert set(OF_REQUIREMENTS) <= set(LevelRecord.__dataclass_fields__)
