"""Known-bad candidates as they are read from the files of faults."""

from cpcs_harness.judging.known_bads import KnownBad, known_bads

FAULTS = '''
import nothing_that_exists


@wrong(catches=("GPN-90", "GPN-91"), shows_when="second patient", needs_broker=True)
class SendsWithoutASubject(GpEmail):
    """Sends the e-mail to the practice without a subject."""


@wrong(catches=())
def answers_nothing(service):
    """Answers nothing."""


class _Helper(GpEmail):
    """Is no fault."""
'''


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


def test_a_third_of_the_faults_do_not_always_show():
    bads = [bad for bad in known_bads() if bad.catches and not bad.needs_broker]

    assert len([bad for bad in bads if bad.shows_when]) * 3 >= len(bads)
