"""Known-bad candidates as they are read, and chosen."""

import pytest

from cpcs_harness.errors import UsageProblem
from cpcs_harness.prove.known_bad import KnownBad, chosen, known_bads

FAULTS = '''
import nothing_that_exists


@wrong(catches=("GPN-90", "GPN-91"), condition="second patient", needs_broker=True)
class SendsWithoutASubject(GpEmail):
    """Sends the e-mail to the practice without a subject."""


@wrong(catches=())
def answers_nothing(service):
    """Answers nothing."""


class _Helper(GpEmail):
    """Is no fault."""
'''
WITH_A_BROKER = "drops_sections_of_adaptor_reports"


def test_a_known_bad_candidate_is_one_marked_class_which_is_read_and_not_run(tmp_path):
    (tmp_path / "gp").mkdir()
    (tmp_path / "gp" / "notification.py").write_text(FAULTS)
    (tmp_path / "_wrong.py").write_text("not Python at all")

    assert known_bads(tmp_path) == [
        KnownBad("answers_nothing", "Answers nothing.", ()),
        KnownBad(
            "sends_without_a_subject",
            "Sends the e-mail to the practice without a subject.",
            ("GPN-90", "GPN-91"),
            "second patient",
            needs_broker=True,
        ),
    ]


def test_a_third_of_the_faults_show_only_under_a_condition():
    bads = [bad for bad in known_bads() if bad.catches and not bad.needs_broker]

    assert len([bad for bad in bads if bad.condition]) * 3 >= len(bads)


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
