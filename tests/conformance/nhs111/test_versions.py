"""Which of a story's messages is the newest version, and what becomes of a referral that is not acknowledged."""

from cpcs_harness._content.conformance.nhs111 import test_versions as versions
from cpcs_harness._content.conformance.nhs111._stories import story_of
from nhs111_evidence import evidence, issued, opened, row, sent, worklist

GIVEN = issued("nothing-before")
REPORT = GIVEN["report"]
SOUND = issued("sound")["report"]
ODS = REPORT["premises"]["ods"]


def faults(*statuses):
    """Give what is wrong where a copy for information came first, and then the report itself."""
    calls = [sent(seq, REPORT, variant="s", status=status) for seq, status in enumerate(statuses, 1)]
    calls.append(sent(7, SOUND, variant="at the end"))
    look = worklist(8, row(REPORT, status="new"), row(SOUND), ods=ODS)
    seen = opened(9, REPORT)
    [journey] = evidence(GIVEN, calls, [look, seen]).each()
    return [fault for fault, _ in versions.not_current(story_of(journey, "s"))]


def test_a_report_after_its_copy_is_the_one_that_is_to_be_acknowledged():
    assert faults(200, 200) == []
    assert faults(200, 500) == ["s: message 2 of 2, HTTP status 500"]
