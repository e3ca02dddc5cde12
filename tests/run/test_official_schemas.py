"""A run with the official pack at hand: what it says is recorded with its digest, and a check goes by it."""

import json

import pytest

from cpcs_harness.assess import judge_criteria
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

pytestmark = pytest.mark.long

JOURNEYS = ("nhs111-lawful-variants-um", "nhs111-unlawful-messages-um")


@pytest.fixture
def assess(tmp_path):
    """Assess the reference with a small pack, some of its files changed; gives verdict, reason and the events."""
    from tests.formats.nhs111.test_pack import ANSWER, ENVELOPE, FILES, lay_out

    several = FILES[ENVELOPE].replace('name="payload"', 'name="payload" maxOccurs="unbounded"')

    def run(**changed):
        held = {"envelope": several, "answer": FILES[ANSWER]}
        texts = {
            name: text.replace(*changed[name]) if name in changed else text for name, text in held.items()
        }
        pack = lay_out(tmp_path / "pack", **texts)
        record(Asked(gate="none", only=JOURNEYS, schemas=pack), None, tmp_path / "out")
        requirements = judge_criteria(tmp_path / "out", installed_suite(), ["N111-45"]).requirements
        (held,) = (one.criteria for one in requirements if one.id == "UM-N111-E")
        (found,) = (one for one in held if one.id == "N111-45")
        log = (tmp_path / "out" / "evidence" / "events.ndjson").read_text().splitlines()
        said = [event["data"] for event in map(json.loads, log) if event["kind"] == "schemas_judged"]
        return found.verdict, found.reason, said

    return run


def test_a_pack_that_finds_nothing_leaves_its_digest_with_every_exchange(assess):
    verdict, _, said = assess()

    assert verdict == "pass"
    assert len(said) > 100
    assert len({one["pack"] for one in said}) == 1
    assert not any(one["request"] or one["response"] for one in said)


def test_an_answer_that_the_pack_refuses_fails_the_candidate(assess):
    verdict, reason, _ = assess(answer=('name="ErrorText"', 'name="ErrorText" type="xs:integer"'))

    assert verdict == "fail"
    assert "official pack: PACK" in reason


def test_a_message_of_ours_that_the_pack_refuses_is_no_fault_of_the_candidate(assess):
    needed = '<xs:attribute name="priority" use="required"/><xs:attribute name="service"'
    verdict, reason, _ = assess(envelope=('<xs:attribute name="service"', needed))

    assert verdict == "error"
    assert "refuses our own message" in reason
