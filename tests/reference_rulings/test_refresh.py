"""Rulings are put on a build, and nothing is confirmed that failed."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from assessed import criterion, requirement
from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import UsageProblem
from cpcs_harness.reference_rulings.refresh import Build, not_held, rule_again, waiting

RULINGS = ROOT / "reference" / "rulings.json"


def assessed(*criteria):
    return SimpleNamespace(criteria=lambda: [(requirement("met"), one) for one in criteria])


def test_a_refresh_changes_the_digest_and_the_day_of_what_is_ruled_on_again(tmp_path):
    file = tmp_path / "rulings.json"
    file.write_bytes(RULINGS.read_bytes())
    before = json.loads(file.read_text())
    rule_again(file, "5c" * 32, {"N111-02"}, "2031-05-06")
    after = json.loads(file.read_text())

    days = {entry["criterion"]: entry["at"] for entry in after["rulings"] if entry["at"] == "2031-05-06"}
    assert days == {"N111-02": "2031-05-06"}
    assert after["applies_to"] == {"reference": "5c" * 32}
    assert len(after["rulings"]) == len(before["rulings"])
    changed = set(file.read_text().splitlines()) ^ set(RULINGS.read_text().splitlines())
    assert f' "applies_to": {{"reference": "{"5c" * 32}"}},' in changed


def test_what_failed_or_was_not_shown_can_be_confirmed_by_nobody():
    found = assessed(
        criterion("fail"), replace(criterion("not_shown"), id="X-02"), replace(criterion("pass"), id="X-03")
    )

    assert not_held(found, {"X-01", "X-02", "X-03"}) == [
        "X-X-X X-01: fail, why",
        "X-X-X X-02: not_shown, why",
    ]
    assert not_held(found, {"X-03"}) == []


def test_what_nobody_has_ruled_on_is_named_once():
    found = assessed(criterion("awaiting"), criterion("declared"), replace(criterion("pass"), id="X-02"))

    assert len(waiting(found, set())) == 1
    assert waiting(found, {"X-01"}) == []


def test_a_build_says_whether_it_is_ruled_on_and_what_to_run_where_it_is_not():
    build = Build.of(load_catalogue())
    ruled = replace(build, rulings=tuple(replace(ruling, reference=build.digest) for ruling in build.rulings))
    others = replace(ruled, digest="0" * 64)

    assert ruled.is_ruled_on
    assert not others.is_ruled_on
    assert "cpcs rulings --refresh" in others.state


def test_a_catalogue_without_rulings_on_a_reference_is_refused():
    with pytest.raises(UsageProblem, match=r"names no folder under `reference` that holds rulings\.json"):
        Build.of(replace(load_catalogue(), reference=None))
