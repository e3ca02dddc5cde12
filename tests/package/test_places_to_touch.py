"""What an ordinary addition touches, shown by making it: these are the places, and there is no other."""

import sys
from types import ModuleType

from cpcs_harness.reporters import FORMS, write_all
from cpcs_harness.run.record import _clear


def test_a_report_form_is_its_file_its_template_and_one_line(monkeypatch, tmp_path):
    page = ModuleType(
        "cpcs_harness.reporters.page"
    )  # the file; where it has a template, that lies in reports/
    page.render = lambda assessment, evidence: f"{assessment['outcome']} by {evidence}"
    monkeypatch.setitem(sys.modules, page.__name__, page)
    for form in list(FORMS):
        monkeypatch.delitem(FORMS, form)  # they want a whole assessment

    monkeypatch.setitem(FORMS, "page.txt", "page")  # the line

    written = write_all({"outcome": "met"}, "evidence", tmp_path)
    assert [path.name for path in written] == ["assessment.json", "page.txt"]
    assert (tmp_path / "page.txt").read_text() == "met by evidence"
    _clear(tmp_path, None)  # the next run's
    assert list(tmp_path.iterdir()) == []
