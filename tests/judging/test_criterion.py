"""Checks are found by reading, wherever in a file a function may stand."""

from cpcs_harness.judging.criterion import checks_in

FILE = """
from cpcs_harness.judging import criterion


@criterion("A-01")
def test_plain(evidence): ...


class TestOfAKind:
    @criterion("A-02")
    def test_method(self, evidence): ...


try:
    import nothing
except ImportError:
    @criterion("A-03")
    def test_without(evidence): ...
"""


def test_a_check_is_found_in_a_class_and_under_a_condition_too(tmp_path):
    folder = tmp_path / "suites"
    folder.mkdir()
    (folder / "test_some.py").write_text(FILE)

    assert checks_in(folder) == {
        "A-01": [("suites/test_some.py", 5)],
        "A-02": [("suites/test_some.py", 10)],
        "A-03": [("suites/test_some.py", 17)],
    }
