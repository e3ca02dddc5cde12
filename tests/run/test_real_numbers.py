"""An NHS number that may be a real person's: masked, its journey stopped; a second ends the run with status 2."""

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.events import About
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.journeys.journey import CandidateSilent, Patience
from cpcs_harness.run.real_numbers import RealNumbers

REAL = "4010232137"
"""Valid, in the range that is issued to people; published as a vector of the check digit, and nobody's."""


@pytest.fixture
def patience():
    return Patience()


@pytest.fixture
def told():
    return []


@pytest.fixture
def numbers(patience, told):
    return RealNumbers(patience, told.append)


@pytest.fixture
def recorder(tmp_path, numbers):
    recorder = Recorder(tmp_path, Register(), Guard(numbers.found))
    yield recorder
    recorder.log.close()


def show(recorder, number, journey="one"):
    recorder.write(About({"patient": {"nhs_number": number}}), journey=journey)


def test_the_first_is_masked_told_and_stops_its_own_journey(recorder, numbers, patience, told, tmp_path):
    show(recorder, REAL)
    recorder.log.close()

    assert REAL not in (tmp_path / "events.ndjson").read_text()
    assert "masked" in str(Evidence.load(tmp_path).events[0]["data"])
    assert "one" in told[0]
    with pytest.raises(CandidateSilent):
        patience.check("one")
    patience.check("another")
    numbers.end()


def test_the_second_stops_the_run(recorder, numbers, patience):
    show(recorder, REAL)
    show(recorder, REAL, journey="another")

    with pytest.raises(CandidateSilent):
        patience.check("a third")
    with pytest.raises(UsageProblem, match="2 times"):
        numbers.end()


@pytest.mark.parametrize("number", ["9990000018", "9000000009", "5900056597", "1234567890", "0000000000"])
def test_numbers_that_are_nobodys_are_kept(recorder, numbers, number, tmp_path):
    show(recorder, number)
    recorder.log.close()

    assert number in (tmp_path / "events.ndjson").read_text()
    assert numbers.seen == 0
