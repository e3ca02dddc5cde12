"""Other models than ours: who goes by them is right, and who goes by ours is told so by a query."""

import shutil
from pathlib import Path

import pytest

from cpcs_harness.assess import judge
from cpcs_harness.errors import UsageProblem
from cpcs_harness.profiles import read_profile
from cpcs_harness.run import record as recording
from cpcs_harness.run.plan import Asked

pytestmark = pytest.mark.long

OWN = Path(__file__).with_name("profiles")
NAMES = ("cks", "endpoints", "extract", "mys", "notification", "onward")
JOURNEYS = (
    *("cks-guidance", "gp-answers-mi", "minor-illness-product-recommended", "month-exported-mi"),
    *("onward-by-nhsmail", "secure-email-mi"),
)
RESTING = {
    "BSA-04": "mys",
    "CKI-01": "cks",
    "DAT-01": "extract",
    "GPM-15": "notification",
    "ONW-03": "onward",
    "SEM-01": "endpoints",
}
"""A criterion of each profile that these journeys show whole, but for those that need others as well."""


def recorded(out, folder=OWN):
    asked = Asked(only=JOURNEYS, profiles=tuple((name, folder / name) for name in NAMES))
    return recording.record(asked, None, out)


def verdicts(assessment):
    found = {}
    for _, criterion in assessment.criteria():
        if criterion.id in RESTING and any(check.verdict != "not_shown" for check in criterion.checks):
            found[criterion.id] = (criterion.profile, str(criterion.verdict), criterion.reason)
    return found


def test_who_goes_by_them_is_right_and_is_judged_by_them_wherever_they_are_later(tmp_path):
    shutil.copytree(OWN, tmp_path / "mine")
    run = recorded(tmp_path / "out", tmp_path / "mine")
    shutil.rmtree(tmp_path / "mine")

    assessment = judge(run, reports=False)

    found = verdicts(assessment)
    assert {name: profile for name, (profile, _, _) in found.items()} == RESTING
    assert not [told for told in found.values() if told[1] in ("fail", "query", "error")]
    named = {known.name: known for known in assessment.profiles or ()}
    assert {name: known.digest for name, known in named.items()} == {
        name: read_profile(name, OWN / name).digest for name in NAMES
    }
    assert set(RESTING) <= {id for known in named.values() for id in known.criteria}
    limits = " ".join(assessment.limits)
    assert all(known.source in limits for known in named.values())


def test_who_goes_by_ours_where_another_holds_is_told_so_by_a_query(tmp_path, monkeypatch):
    monkeypatch.setattr(recording, "with_profiles", lambda endpoints, _profiles: endpoints)

    assessment = judge(recorded(tmp_path / "out"), reports=False)

    found = verdicts(assessment)
    assert {name: verdict for name, (_, verdict, _) in found.items()} == dict.fromkeys(RESTING, "query")
    assert all("a test's own" in reason for _, _, reason in found.values())


def test_one_that_is_wrong_ends_the_run_before_anything_is_sent(tmp_path):
    shutil.copytree(OWN, tmp_path / "mine")
    (tmp_path / "mine" / "cks" / "profile.yaml").write_text("profile: cks\nsource: [1]\n", encoding="utf-8")

    with pytest.raises(UsageProblem, match=r"cks/profile\.yaml:2 source: is not text"):
        recorded(tmp_path / "out", tmp_path / "mine")

    assert not (tmp_path / "out").exists()
