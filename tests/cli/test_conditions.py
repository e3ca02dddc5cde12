"""`cpcs coverage --conditions`: what it shows of a run, and what it is refused."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from cpcs_harness.cli import conditions as page
from cpcs_harness.cli.coverage import command
from cpcs_harness.conditions.load import conditions
from cpcs_harness.errors import Exit, UsageProblem


def by_readers(under):
    """Give conditions as judged by one criterion, and by each whom a dimension names as its reader."""
    named = {id for dimension in conditions().dimensions.values() for id in dimension.read_by}
    return dict.fromkeys(("X-01", *sorted(named)), frozenset(under))


@pytest.fixture
def shown(monkeypatch, capsys):
    """Show a run of which this was sent and judged; gives the exit status and what was printed."""

    def shown(never=(), never_met=(), judged=None, claims=None):
        known = conditions()
        sent = SimpleNamespace(
            known=known,
            of_patients={},
            things=[SimpleNamespace(thing="report by ITK")],
            never=lambda: list(never),
            never_met=lambda: list(never_met),
        )
        records = SimpleNamespace(requirements=(), context=())
        monkeypatch.setattr(page, "read_assessment", lambda _: records)
        monkeypatch.setattr(page, "Evidence", SimpleNamespace(load=lambda _: None))
        monkeypatch.setattr(page, "RecordedConditions", lambda _: sent)
        monkeypatch.setattr(page, "judged_under", lambda *_: judged or by_readers(known.all()))
        everything = dict.fromkeys(known.of_messages, ("all",))
        claim = SimpleNamespace(conditions=everything if claims is None else claims)
        criteria = dict.fromkeys(by_readers(()), claim)
        monkeypatch.setattr(page, "load_catalogue", lambda: SimpleNamespace(criteria=criteria))
        status = page.show_conditions(Path("run"))
        return status, capsys.readouterr().out

    return shown


def test_all_that_was_tried_is_met(shown):
    status, said = shown()

    assert status == Exit.MET
    every, pairs = len(conditions().all()), len(conditions().pairs())
    assert f"X-01: judged under {every} of {every}" in said
    assert f"{pairs} of {pairs} pairs met" in said


def test_what_was_never_sent_judged_or_met_is_named_and_is_not_met(shown):
    known = conditions()
    bold, pair = known.all()[1], known.pairs()[0]

    never = shown(never=[bold])
    unjudged = shown(judged=by_readers(one for one in known.all() if one != bold))
    apart = shown(never_met=[pair])

    unread = shown(claims={"report by ITK": ("local id",)})

    assert [status for status, _ in (never, unjudged, apart, unread)] == [Exit.NOT_MET] * 4
    assert "judged by none that is for them: NHS number: any;" in unread[1]
    assert f"never tried: {bold}" in never[1]
    assert f"judged by none that is for them: {bold}" in unjudged[1]
    assert f"never met: {pair[0]} and {pair[1]}" in apart[1]


def test_a_folder_that_holds_no_run_is_refused(tmp_path):
    found = CliRunner().invoke(command, ["--conditions", str(tmp_path)])

    assert isinstance(found.exception, UsageProblem)
    assert "assessment" in str(found.exception)


@pytest.mark.parametrize("content", ["{}", "[]", "no JSON"])
def test_an_assessment_that_is_none_is_refused(tmp_path, content):
    (tmp_path / "assessment.json").write_text(content)

    with pytest.raises(UsageProblem, match=r"assessment"):
        page.read_assessment(tmp_path / "assessment.json")
