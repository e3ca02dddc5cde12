"""Known-bad candidates as they are chosen."""

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.prove.known_bad import chosen

WITH_A_BROKER = "drops_sections_of_adaptor_reports"


def test_all_that_catch_something_are_chosen_and_with_a_broker_those_behind_it():
    bads = [bad for bad in known_bads() if bad.catches]

    assert chosen((), amqp="amqp://here") == bads
    assert chosen((), amqp="") == [bad for bad in bads if not bad.needs_broker]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("waltzes", "^no known-bad candidate is called 'waltzes'. `cpcs coverage` names those there are.$"),
        ("claims_twise", "is called 'claims_twise'. Did you mean 'claims_twice'?"),
        ("two\nlines", r"is called 'two\\nlines'"),
        (
            "answers_nothing",
            "no known-bad candidate is called 'answers_nothing'",
        ),  # no criterion is to catch it
        (WITH_A_BROKER, f"{WITH_A_BROKER} stands behind the 111 Adaptor, which needs a broker: --amqp"),
    ],
)
def test_one_that_cannot_be_run_is_refused(name, said):
    with pytest.raises(UsageProblem, match=said):
        chosen([name], amqp="")
