"""What an environment remembers of its runs, within bounds, and how a damaged memory is told."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.run import earlier

REPORT = {"case_reference": "CASE", "case_id": "", "document_id": "DOC", "message_id": "MSG"}
REFERRAL = {"reference": "GPR", "document_id": "", "message_id": ""}


def run(number, *answers):
    held = {"person": {"nhs_number": number}, "report": REPORT, "gp_referral": REFERRAL}
    exchanges = [
        SimpleNamespace(
            data=SimpleNamespace(
                service=service, direction="from-candidate", response=SimpleNamespace(body=body)
            )
        )
        for service, body in answers
    ]
    found = {events.Issued: [SimpleNamespace(data=SimpleNamespace(held=held))], events.Exchange: exchanges}
    return SimpleNamespace(
        events=[{"at": "2026-11-28T22:00:00Z"}], of=lambda kind: found.get(kind, []), body=lambda body: body
    )


@pytest.fixture
def after(tmp_path, monkeypatch):
    path = tmp_path / "candidate.toml"

    def remembered(*runs):
        for made in runs:
            monkeypatch.setattr(earlier.Evidence, "load", lambda _, made=made: made)
            earlier.remember(path, tmp_path)
        return earlier.earlier_runs(path)

    return remembered


def test_nothing_is_remembered_before_the_first_run(after, tmp_path):
    assert after() == events.EarlierRuns(0, ())
    assert earlier.earlier_runs(None) is None


def test_people_and_what_was_given_ids_are_remembered(after):
    found = after(
        run("9991410546", ("mys", b'{"submissionId": "0815"}'), ("pds", b'{"id": "9"}'), ("mesh", b"["))
    )

    assert found.runs == 1
    assert set(found.marks) == {"9991410546", "CASE", "DOC", "MSG", "GPR", "0815"}


def test_the_oldest_runs_go_first(after, monkeypatch):
    monkeypatch.setattr(earlier, "MOST_RUNS", 2)
    found = after(run("9991410546"), run("9991410554"), run("9991410562"))

    assert found.runs == 2
    assert "9991410546" not in found.marks
    monkeypatch.setattr(earlier, "MOST_MARKS", 6)
    assert after(run("9991410589")).runs == 1


@pytest.mark.parametrize("said", ["{", "[]", json.dumps({"format": "other", "runs": []}), '{"format": 1}'])
def test_a_damaged_memory_is_told_with_what_to_do(tmp_path, said):
    (tmp_path / "earlier-runs.json").write_text(said)

    with pytest.raises(UsageProblem, match=r"earlier-runs.json cannot be read .* Restore it, or remove it"):
        earlier.earlier_runs(tmp_path / "candidate.toml")


def test_a_run_that_ended_before_its_plan_leaves_nothing(tmp_path):
    earlier.remember(tmp_path / "candidate.toml", tmp_path / "no evidence")

    assert not (tmp_path / "earlier-runs.json").exists()
