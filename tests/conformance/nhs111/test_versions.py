"""Which of a story's messages is the newest version, and what becomes of a referral that is not acknowledged."""

import pytest

from cpcs_harness._content.conformance.nhs111 import test_versions as versions
from cpcs_harness._content.conformance.nhs111._stories import story_of
from cpcs_harness.errors import NotMet
from made_up import observed
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


def after_the_close(*seen, status=200):
    """Judge what is seen after a newer version of a report whose consultation was closed."""
    newer = {**REPORT, "version": 2}
    calls = [
        sent(1, REPORT, variant="with-new-ids"),
        sent(5, newer, variant="after the close", status=status),
    ]
    done = observed(3, "complete", {}, about=REPORT["document_id"])
    versions.test_a_newer_version_that_comes_after_the_close_is_told(evidence(GIVEN, calls, [done, *seen]))


def alert(kind, seq=8):
    return observed(seq, "list_alerts", {"alerts": [{"kind": kind, "referral": str(None)}]})


@pytest.mark.parametrize(
    "seen",
    [
        [alert("referral-updated")],
        [observed(8, "open_referral", {"notices": [{"kind": "replaced-after-start"}]})],
        [worklist(8, row(REPORT, status="new"), ods=ODS)],
    ],
    ids=["by an alert", "beside it", "on the worklist"],
)
def test_a_newer_version_after_the_close_may_be_told_in_any_way(seen):
    after_the_close(*seen)


def test_a_newer_version_after_the_close_may_be_refused():
    after_the_close(status=500)


def test_a_newer_version_after_the_close_that_nobody_hears_of_fails():
    with pytest.raises(NotMet, match="nobody is told of the newer version"):
        after_the_close(alert("new-referral"), worklist(9, row(REPORT, status="completed"), ods=ODS))


@pytest.mark.parametrize(
    "seen",
    [
        [alert("referral-updated", seq=4), alert("referral-updated")],
        [observed(seq, "open_referral", {"notices": [{"kind": "replaced"}]}) for seq in (4, 8)],
        [worklist(seq, row(REPORT, status="new"), ods=ODS) for seq in (4, 8)],
    ],
    ids=["an alert", "a notice", "a row"],
)
def test_what_was_there_before_the_newer_version_tells_nobody_of_it(seen):
    with pytest.raises(NotMet, match="nobody is told of the newer version"):
        after_the_close(*seen)


def test_a_referral_that_is_opened_again_for_work_is_told():
    looks = {2: "new", 4: "completed", 8: "new"}
    after_the_close(*(worklist(seq, row(REPORT, status=status), ods=ODS) for seq, status in looks.items()))
