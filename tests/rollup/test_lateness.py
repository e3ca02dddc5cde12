"""What may follow from the harness's own lateness is the environment's; what is wrong in itself is not."""

from types import SimpleNamespace

import pytest

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import Finding
from cpcs_harness.evidence.attempts import again
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events import Answered, Calibrated, Issued, JourneyEnded, Stall
from cpcs_harness.evidence.events.plan import PlannedJourney
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Exchange, Recorder, Side
from cpcs_harness.evidence.register import Register
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.rollup import lateness
from cpcs_harness.rollup.journeys import ends, journey_records
from cpcs_harness.rollup.lateness import fair, lateness_limits
from cpcs_harness.times import seconds_of

LONG = Stall("process", 3.5)
SHORT = Stall("process", 0.3)


def exchange(journey, fault=""):
    sides = Side({"method": "GET", "target": "/x"}), Side({"status": 200})
    return Exchange(
        "pds",
        "read_patient",
        "http",
        "from-candidate",
        *sides,
        Certainty.PUBLISHED,
        "a test",
        journey,
        fault=fault,
    )


class Run:
    """A run as it is recorded: journeys that begin and end, and what was late in them."""

    def __init__(self, folder):
        self.folder = folder
        self.recorder = Recorder(folder, Register())

    def journey(self, name, *events, fault=""):
        """Record a journey with one exchange; Answered among the events is the answer to it."""
        self.recorder.write(Issued({"pathway": "minor-illness"}), journey=name)
        asked = self.recorder.exchange(exchange(name, fault))
        for event in events:
            told = Answered(asked, 1.0, event, False) if isinstance(event, float) else event
            self.recorder.write(told, journey=None if isinstance(event, Stall) else name)
        self.recorder.write(JourneyEnded("finished", None, None), journey=name)
        return asked

    def fair(self, *results, needed=("a",)):
        self.recorder.log.flush()
        return list(fair(results, Evidence.load(self.folder), lambda _result: list(needed)))


@pytest.fixture
def run(tmp_path):
    recorded = Run(tmp_path / "run")
    yield recorded
    recorded.recorder.log.close()


def failed(*exchanges, timing=None, former=False):
    finding = Finding("one", "two", exchanges=exchanges, timing=timing)
    return CheckResult(
        "n", "X-01", "minor-illness", "t", Verdict.FAIL, str(finding), "candidate",
        exchanges=exchanges, former=former, finding=finding,
    )  # fmt: skip


def verdicts(results):
    return [(result.verdict, result.blame) for result in results]


OURS = [(Verdict.NOT_SHOWN, "environment")]
THEIRS = [(Verdict.FAIL, "candidate")]


@pytest.mark.parametrize("timing", ["late", "order", "repeated", "absent"])
@pytest.mark.parametrize("late", [LONG, 1500.0], ids=["a stall", "a late answer"])
def test_a_failure_of_time_in_a_journey_that_was_kept_waiting_is_the_environments(run, timing, late):
    asked = run.journey("a", late)

    results = run.fair(failed(asked, timing=timing))

    assert verdicts(results) == OURS
    assert "not held against the candidate, because the harness" in results[0].message


@pytest.mark.parametrize("late", [LONG, 1500.0], ids=["a stall", "a late answer"])
def test_what_is_wrong_in_itself_stays_a_failure(run, late):
    assert verdicts(run.fair(failed(run.journey("a", late)))) == THEIRS


@pytest.mark.parametrize("event", [SHORT, 900.0], ids=["a short stall", "a quick answer"])
def test_what_delays_nobody_excuses_nothing(run, event):
    assert verdicts(run.fair(failed(run.journey("a", event), timing="late"))) == THEIRS


@pytest.mark.parametrize(
    ("planned", "written", "verdict"),
    [(None, 5000.0, THEIRS), (4500.0, 5000.0, THEIRS), (3000.0, 5000.0, OURS), (0.0, 1500.0, OURS)],
    ids=["of an older run", "in time", "later than planned", "by a fault that delays nothing"],
)
def test_an_answer_excuses_only_by_what_it_was_later_than_planned(run, planned, written, verdict):
    run.recorder.write(Issued({"pathway": "minor-illness"}), journey="a")
    asked = run.recorder.exchange(exchange("a", "slow"))
    run.recorder.write(Answered(asked, 1.0, written, False, planned), journey="a")

    assert verdicts(run.fair(failed(asked, timing="repeated"))) == verdict


@pytest.mark.parametrize(
    ("timing", "verdict"), [("repeated", THEIRS), ("order", THEIRS), ("late", OURS), ("absent", OURS)]
)
def test_what_was_settled_before_the_harness_was_late_is_not_excused(run, timing, verdict, monkeypatch):
    monkeypatch.setattr(lateness, "seconds_of", lambda at: seconds_of(at) - 10)  # it came so long before
    run.recorder.write(Issued({"pathway": "minor-illness"}), journey="a")
    asked = run.recorder.exchange(exchange("a"))
    run.recorder.write(LONG)
    run.recorder.write(JourneyEnded("finished", None, None), journey="a")

    assert verdicts(run.fair(failed(asked, timing=timing))) == verdict
    assert verdicts(run.fair(failed(asked, timing=timing, former=True))) == (
        THEIRS if verdict == THEIRS else []
    )


def test_lateness_in_another_journey_excuses_nothing(run):
    run.journey("b", 1500.0)

    assert verdicts(run.fair(failed(run.journey("a"), timing="late"))) == THEIRS


def test_a_failure_that_names_no_exchange_rests_on_the_journeys_that_are_needed(run):
    run.journey("a", 1500.0)

    assert verdicts(run.fair(failed(timing="absent"))) == OURS
    assert verdicts(run.fair(failed(timing="absent"), needed=["b"])) == THEIRS


def test_what_is_not_shown_for_the_candidate_is_for_the_environment_too(run):
    run.journey("a", LONG)
    result = CheckResult("n", "X-01", "minor-illness", "t", Verdict.NOT_SHOWN, "nothing came", "candidate")

    assert verdicts(run.fair(result)) == OURS


def test_of_a_former_attempt_only_what_is_wrong_in_itself_counts(run):
    asked = run.journey("a", 1500.0)
    passed = CheckResult("n", "X-01", "minor-illness", "t", Verdict.PASS, former=True)

    assert run.fair(passed, failed(asked, timing="late", former=True)) == []
    (wrong,) = run.fair(failed(asked, former=True))
    assert (wrong.verdict, wrong.message[:21]) == (Verdict.FAIL, "in the first attempt:")


def test_the_second_attempt_is_judged_by_what_kept_it_waiting_itself(run):
    run.journey("a", 1500.0)
    asked = run.journey(again("a"))

    assert verdicts(run.fair(failed(asked, timing="late"))) == THEIRS
    assert verdicts(run.fair(failed(timing="absent"))) == THEIRS


def test_a_check_that_broke_on_a_former_attempt_is_not_lost(run):
    run.journey("a", 1500.0)
    broke = CheckResult("n", "X-01", "minor-illness", "t", Verdict.ERROR, "it broke", "harness", former=True)

    assert verdicts(run.fair(broke)) == [(Verdict.ERROR, "harness")]


def test_a_journey_ended_as_its_last_attempt_that_began_did(run):
    stopped = JourneyEnded("stopped", "nobody is left", "environment")
    run.journey("a", LONG)
    run.journey(again("a"))
    run.journey("b", LONG)
    run.recorder.write(stopped, journey=again("b"))
    run.recorder.write(stopped, journey="c")
    run.recorder.log.flush()

    finished = JourneyEnded("finished", None, None)
    assert ends(Evidence.load(run.folder)) == {"a": finished, "b": finished, "c": stopped}


def limits(run):
    run.recorder.log.flush()
    return lateness_limits(Evidence.load(run.folder))


def test_the_report_says_when_the_harness_was_late_and_what_it_tried_again(run):
    run.journey("a", LONG, Stall("mocks", 3.4))
    run.journey(again("a"))
    run.recorder.write(Calibrated(0.5, 0.3, 12.0, 2.5))

    assert limits(run) == [
        "The machine was slow or busy as the run began: the candidate was waited for 2.5 times as long.",
        "The harness itself was late 1 time; at the longest, the harness stood still for 3.5 s. "
        "What may follow from that is not held against the candidate.",
        "Carried out once more, since the harness kept them waiting: a.",
    ]


def test_a_punctual_run_has_no_limit_of_it(run):
    run.journey("a", SHORT, 20.0)
    run.recorder.write(Calibrated(0.5, 1.0, 0.1, 1.0))

    assert limits(run) == []


def test_both_attempts_are_listed_with_their_ends(run):
    run.journey("a", LONG)
    run.journey(again("a"))
    plan = SimpleNamespace(
        journeys=[PlannedJourney("a", "minor-illness", 1), PlannedJourney("b", "minor-illness", 1)]
    )
    run.recorder.log.flush()

    records = journey_records(Evidence.load(run.folder), plan, {})

    assert [(record.id, record.title, record.status) for record in records] == [
        ("a", "a", "finished"),
        ("a/2", "a, second attempt", "finished"),
        ("b", "b", "not_started"),
    ]
