"""The project's rulings on its reference service: they are on the service that is here, and say what is true."""

import json
import re

from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.reference_rulings.refresh import Build
from reference.actions import all_actions

RULINGS = ROOT / "reference" / "rulings.json"


def test_the_rulings_are_on_the_service_that_is_here():
    """The one test that fails when reference/ has changed: its message says what to run."""
    build = Build.of(load_catalogue())

    assert build.is_ruled_on, build.state


def test_the_digest_stands_in_a_line_of_its_own_so_that_a_merge_has_one_line_to_settle():
    lines = RULINGS.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if re.fullmatch(r' "applies_to": \{"reference": "[0-9a-f]{64}"\},', line)]


def test_what_a_note_says_was_looked_at_is_there():
    notes = {entry["note"] for entry in json.loads(RULINGS.read_text(encoding="utf-8"))["rulings"]}
    named = {name for note in notes for name in re.findall(r"\b(?:reference|docs)/[\w/.-]*\w", note)}

    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_list_of_all_that_is_offered_on_claims_is_whole():
    listed = (RULINGS.parent / "evidence" / "claims.md").read_text(encoding="utf-8")
    offered = {name for name in all_actions() if re.search("claim|export|invoice|month|paper|print", name)}

    assert offered == set(re.findall(r"^\| `(\w+)` \|", listed, re.MULTILINE))


OPEN = {
    "SAF-01": "nobody treats patients with the reference service: it has no safety case",
    "SAF-02": "nor a hazard log of its own",
    "DSP-01": "it belongs to no organisation that the Data Security and Protection Toolkit is for",
    "ROOM-01": "nobody has watched it in a consultation room",
    "SMSP-21": "it does not declare a mini service of another provider",
}


def test_nobody_is_waited_for_but_where_nobody_can_rule():
    catalogue = load_catalogue()
    ruled = Build.of(catalogue).ruled
    due = {
        criterion.id
        for criterion in catalogue.criteria.values()
        if criterion.strength == "must"
        and (not criterion.is_automated or criterion.stands_on == "self-reported")
    }

    assert sorted(due - ruled) == sorted(OPEN), (
        "rule on them in reference/rulings.json, once they were looked at"
    )
