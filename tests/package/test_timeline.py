"""Who looks for what a run waited for is told it by journey and by action."""

import pytest

import timeline
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events import Observation, Pause, Sitting
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Exchange, Recorder, Side
from cpcs_harness.evidence.register import Register


def seen(action, milliseconds):
    return Observation(action, {}, None, "", {}, "done", None, None, {}, milliseconds)


def sent(journey, direction, milliseconds):
    side = Side({"status": 200})
    return Exchange(
        "s", "o", "http", direction, side, side, Certainty.PUBLISHED, "", journey, elapsed_ms=milliseconds
    )


@pytest.fixture
def folder(tmp_path):
    recorder = Recorder(tmp_path / "evidence", Register())
    recorder.write(Sitting(1, "real"))
    for journey, took in (("quick", 100.0), ("slow", 700.0)):
        recorder.write(seen("worklist", took), journey=journey)
        recorder.exchange(sent(journey, "to-candidate", 200.0))
        recorder.exchange(sent(journey, "from-candidate", 900.0))
    recorder.write(Pause(2.0), journey="slow")
    recorder.write(seen("sign_in", 50.0))
    recorder.log.finish()
    return tmp_path


def test_each_journey_is_told_by_what_it_waited_for(folder):
    told = {journey: columns for journey, *columns in timeline.spans(Evidence.load(folder / "evidence"))}

    assert told["slow"][2:5] == pytest.approx([0.7, 0.2, 2.0])
    assert told["quick"][2:5] == pytest.approx([0.1, 0.2, 0.0])


def test_each_action_is_told_with_what_all_of_it_took(folder):
    told = timeline.actions(Evidence.load(folder / "evidence"))

    assert [(name, count) for name, count, _ in told] == [("worklist", 2), ("sign_in", 1)]
    assert [took for _, _, took in told] == pytest.approx([0.8, 0.05])


def test_it_is_written_for_a_person(folder, tmp_path, capsys):
    assert timeline.main([str(folder)]) == 0
    assert "slow" in capsys.readouterr().out
    assert timeline.main([str(tmp_path / "elsewhere")]) == 2
    assert "holds no evidence" in capsys.readouterr().err
