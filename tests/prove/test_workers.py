"""Proofs in workers: of named criteria alone, told as they come, given in the order in which they were asked for."""

from concurrent.futures import Future
from threading import Event
from types import SimpleNamespace

import pytest

from cpcs_harness.assess import judge
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.evidence.digest import JudgedBy
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.journeys.part import JourneyPart
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.prove import workers
from cpcs_harness.prove.known_bad import chosen
from cpcs_harness.prove.part import EVERYBODY
from cpcs_harness.prove.proof import CAUGHT, Proof, caught_in
from cpcs_harness.prove.work import work_of
from cpcs_harness.prove.workers import installed_suite, prove
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

pytestmark = pytest.mark.long

FAULTS = {"searches_in_kilometres": "DOS-03", "redeems_codes_twice": "CIS-02"}
JOURNEY = "urgent-medicine-supplied"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A known-bad candidate, recorded."""
    asked = Asked(gate="none", only=(JOURNEY,), known_bad="searches_in_kilometres")
    return record(asked, None, tmp_path_factory.mktemp("run") / "out")


def verdicts(assessment):
    return {(judged.pathway, one.id): one.verdict for judged, one in assessment.criteria()}


def test_a_criterion_judged_alone_comes_to_what_it_comes_to_among_all(run):
    of_all = judge(run, reports=False)
    due = [criterion for criterion in caught_in(of_all) if criterion.startswith("DOS")]
    alone = workers.judge_criteria(run, installed_suite(), due)

    assert due == ["DOS-03"]
    assert {key: verdict for key, verdict in verdicts(alone).items() if verdict in CAUGHT} == {
        ("urgent-medicines", "DOS-03"): Verdict.FAIL
    }
    of_one = [[one for _, one in each.criteria() if one.id == "DOS-03"] for each in (of_all, alone)]
    assert of_one[0] == of_one[1]
    having = [
        one.id
        for one in (*of_all.requirements, *of_all.context)
        if due[0] in [each.id for each in one.criteria]
    ]
    assert [one.id for one in (*alone.requirements, *alone.context)] == having


def test_a_proof_names_what_judges_it_as_any_other_run_does(run):
    recorded = Evidence.load(run / EVIDENCE)

    assert installed_suite().judged_by == JudgedBy.from_plan(recorded.plan)


def test_where_none_is_named_all_are_judged(run):
    assert verdicts(workers.judge_criteria(run, installed_suite(), ())) == verdicts(judge(run, reports=False))


def test_each_fault_is_caught_by_the_criterion_that_it_names_and_that_alone_is_judged():
    told = []

    proofs = prove([*FAULTS], workers=2, tell=told.append)

    assert {proof.fault: proof.caught_by for proof in proofs} == {
        fault: (criterion,) for fault, criterion in FAULTS.items()
    }
    assert [proof.fault for proof in proofs] == [*FAULTS]
    assert sorted(told, key=proofs.index) == proofs
    assert all(proof.holds and proof.seconds > 0 for proof in proofs)


def test_a_proof_that_cannot_be_made_is_told_with_its_fault(monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no room")

    monkeypatch.setattr(workers, "record", broken)

    (proof,) = prove(["redeems_codes_twice"], workers=1)

    assert (proof.error, proof.caught_by, proof.holds) == ("RuntimeError: no room", (), False)


def test_all_that_is_needed_is_run_where_what_showed_a_fault_before_shows_it_no_more(monkeypatch):
    (bad,) = chosen(["asks_pds_for_coverage"], amqp="")
    first, second = work_of(bad, installed_suite().catalogue, full=False).turns
    stale = second[:1]
    monkeypatch.setattr(workers, "shown_in", lambda: {bad.name: stale})
    monkeypatch.setattr(workers, "record", lambda asked, *_, **__: asked.only)
    monkeypatch.setattr(workers, "judge_criteria", lambda journeys, *_: journeys)
    monkeypatch.setattr(workers, "caught_in", lambda journeys: bad.catches if journeys == first else ())
    monkeypatch.setattr(workers, "findings_in", lambda _: ())
    monkeypatch.setattr(workers, "shown_by", lambda *_: stale)
    monkeypatch.setattr(workers, "was_late", lambda: False)

    (proof,) = prove([bad.name], workers=1)

    assert proof.holds
    assert proof.shown_in == first


def test_the_other_pathway_is_run_where_the_first_shows_nothing(monkeypatch):
    (bad,) = chosen(["asks_pds_for_coverage"], amqp="")
    first, second = work_of(bad, installed_suite().catalogue, full=False).turns
    shows = {first: (), second: bad.catches}
    monkeypatch.setattr(workers, "record", lambda asked, *_, **__: asked.only)
    monkeypatch.setattr(workers, "judge_criteria", lambda journeys, *_: journeys)
    monkeypatch.setattr(workers, "caught_in", shows.get)
    monkeypatch.setattr(workers, "findings_in", lambda _: ())
    monkeypatch.setattr(workers, "shown_by", lambda journeys, _: journeys[:1])
    monkeypatch.setattr(workers, "was_late", lambda: False)

    (proof,) = prove([bad.name], workers=1)

    assert proof.holds
    assert proof.shown_in == second[:1]


@pytest.fixture
def carried_out(monkeypatch):
    """Have a test say what each run catches, and which part is noted, in place of running anything."""

    def say(catches, noted):
        stands_in = {"record": lambda asked, *_, **__: asked, "judge_criteria": lambda asked, *_: asked}
        stands_in |= {"parts": lambda: noted, "shown_in": dict, "caught_in": catches}
        stands_in |= {
            "findings_in": lambda _: (),
            "shown_by": lambda *_: (),
            "was_late": lambda: False,
        }
        for name, value in stands_in.items():
            monkeypatch.setattr(workers, name, value)

    return say


def in_part_of_first(bad):
    first = work_of(bad, installed_suite().catalogue, full=False).turns[0]
    return {bad.name: (JourneyPart(first[0], ("x",)),)}


def test_what_a_part_alone_shows_is_not_added_to_what_the_whole_shows(carried_out):
    bad = next(bad for bad in chosen((), amqp="") if len(bad.catches) > 1)
    one, *others = bad.catches
    carried_out(lambda asked: (one,) if asked.parts else tuple(others), in_part_of_first(bad))

    (proof,) = prove([bad.name], workers=1)

    assert not proof.holds
    assert proof.caught_by == tuple(others)


@pytest.mark.parametrize("is_part", [True, False], ids=["a smaller one", "none"])
def test_a_part_that_is_noted_anew_is_found_anew(carried_out, monkeypatch, is_part):
    """Else one in which who is right is caught by now would stay: then the whole is run, and a part of it found."""
    (bad,) = chosen(["asks_pds_for_coverage"], amqp="")
    carried_out(lambda _: bad.catches, in_part_of_first(bad))
    anew, of_the_whole = (JourneyPart("j", ("y",)),), (JourneyPart("j", ("z",)),)

    def narrowed(_work, _journeys, _assessment, _amqp, before=EVERYBODY):
        return of_the_whole if not before else anew if is_part else EVERYBODY

    monkeypatch.setattr(workers, "_narrowed", narrowed)

    (proof,) = prove([bad.name], workers=1, narrow=True)

    assert (proof.holds, proof.part) == (True, anew if is_part else of_the_whole)


def test_parts_stay_as_they_were_where_none_was_looked_for(monkeypatch):
    bad, *_ = chosen((), amqp="any")
    part, written = (JourneyPart("j", ("x",)),), []
    monkeypatch.setattr(workers, "parts", lambda: {bad.name: part})
    monkeypatch.setattr(workers, "write", lambda *_: None)
    monkeypatch.setattr(workers, "write_parts", written.append)
    proofs = [Proof(bad.name, bad.catches, bad.catches)]

    workers.note(proofs, narrowed=False)
    workers.note(proofs)

    assert [made.get(bad.name) for made in written] == [part, EVERYBODY]


def test_when_it_is_interrupted_what_has_not_begun_is_left(monkeypatch, tmp_path):
    begun, slow = tmp_path / "begun", Event()

    def record(asked, *_, **__):
        with begun.open("a") as noted:
            noted.write(f"{asked.known_bad}\n")
        slow.wait(0.3)
        raise RuntimeError("no room")

    def interrupted(_proof):
        raise KeyboardInterrupt

    monkeypatch.setattr(workers, "record", record)

    with pytest.raises(KeyboardInterrupt):
        prove(workers=1, tell=interrupted)

    assert len(begun.read_text().splitlines()) < len(chosen((), amqp="")) / 2


LATE, IN_TIME = Proof("one", ("DOS-03",), (), was_late=True), Proof("one", ("DOS-03",), ("DOS-03",))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"was_late": True}, [IN_TIME]),
        ({"was_late": True}, [LATE, IN_TIME]),
        ({"was_late": True}, [LATE, LATE, LATE]),
        ({"was_late": False}, []),
        ({"was_late": True, "caught_by": ("DOS-03",)}, []),
        ({"was_late": True, "error": "broke"}, []),
    ],
    ids=["kept waiting", "twice", "always", "not kept waiting", "caught all the same", "broke"],
)
def test_a_proof_that_the_harness_kept_waiting_is_made_again_a_few_times(first, then):
    proof = Proof(**{"fault": "one", "due": ("DOS-03",), "caught_by": (), **first})
    left, told = [*then, *[IN_TIME] * 5], []
    pool = SimpleNamespace(submit=lambda *_: done(left.pop(0)))

    found = workers._settled([None], [proof], pool, "", told.append)

    assert (found, told) == (then[-1:] or [proof], then)


def done(made):
    return SimpleNamespace(result=lambda: made)


def test_they_are_made_again_together_and_then_each_by_itself():
    begun = []

    def submit(_prove, task, _amqp):
        begun.append(task)
        return SimpleNamespace(result=lambda: begun.append("end") or LATE)

    found = workers._settled("ab", [LATE, LATE], SimpleNamespace(submit=submit), "", lambda _: None)

    assert found == [LATE, LATE]
    assert begun == ["a", "b", "end", "end", *["a", "end", "b", "end"] * 2]


def test_no_more_are_made_at_once_than_the_pace_allows_and_they_are_given_in_their_order():
    pool, told = Slowly(), []
    pace = SimpleNamespace(at_once=2, look=lambda: None)

    found = workers._made(range(6), pace, pool, "", told.append)

    assert found == [Proof(str(place), (), ()) for place in range(6)]
    assert sorted(told, key=found.index) == found
    assert pool.most == 2


@pytest.mark.parametrize(
    ("asked", "processors", "at_once"),
    [
        ((None, None), 2, (4, 8)),
        ((None, None), 6, (12, workers.MOST_WORKERS)),
        ((None, None), 64, (workers.MOST_WORKERS, workers.MOST_WORKERS)),
        ((3, None), 2, (3, 3)),
        ((3, 10), 2, (3, 10)),
        ((12, 10), 2, (12, 12)),
    ],
)
def test_so_many_are_made_at_once_as_is_said_or_processors_are_there(monkeypatch, asked, processors, at_once):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(processors)), raising=False)
    pace = workers._pace(*asked)

    assert (pace.fewest, pace.most) == at_once


class Slowly:
    """A pool that ends what it was given two by two, the last first."""

    def __init__(self):
        self.running, self.most = [], 0

    def submit(self, _prove, task, _amqp):
        future = Future()
        self.running.append((future, task))
        self.most = max(self.most, len(self.running))
        if len(self.running) == 2:
            for each, place in [self.running.pop() for _ in range(2)]:
                each.set_result(Proof(str(place), (), ()))
        return future
