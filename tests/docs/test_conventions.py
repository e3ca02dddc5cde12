"""What the pages for suppliers say agrees with what the harness does."""

import json
import re
from datetime import UTC, datetime

from fhir.resources.R4B.claim import Claim

from checkout import ROOT
from cpcs_harness._content.mocks.mys.rules import errors
from cpcs_harness._content.mocks.nhs111 import nullification
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.profiles.profiles import ours

REFERENCE = ROOT / "docs" / "reference"
CONVENTIONS = (REFERENCE / "conventions.md").read_text(encoding="utf-8")
MODEL = (REFERENCE / "mys-model.md").read_text(encoding="utf-8")


def test_the_example_of_a_claim_is_one_that_our_model_takes():
    claim = re.search(r"```json\n(.*?)```", MODEL, re.DOTALL)[1]

    assert Claim.model_validate_json(claim)
    assert errors(json.loads(claim), datetime(2026, 11, 28, 12, tzinfo=UTC), ours("mys")) == []


def test_each_criterion_that_a_page_names_is_in_the_catalogue():
    named = set(re.findall(r"\b[A-Z]+[0-9]*[A-Z]?-\d{2}\b", CONVENTIONS + MODEL))

    assert len(named) > 20
    assert named <= set(load_catalogue().criteria)


def test_each_disposition_that_journeys_send_is_told():
    codes = {
        row["code"] for rows in fixture("dispositions").values() if isinstance(rows, list) for row in rows
    }

    assert {code for code in codes if code not in CONVENTIONS} == set()


def test_each_kind_of_notice_that_is_told_is_one_of_the_control_api():
    section = CONVENTIONS.partition("## Notices")[2].partition("\n## ")[0]
    kinds = {
        kind
        for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        for kind in re.findall(r"`([a-z-]+)`", row)
    }
    text = (REFERENCE / "control-api.yaml").read_text(encoding="utf-8")
    known = set(
        re.findall(r"[a-z-]+", text.partition("    Notice:\n")[2].partition("\n    KeyedPatient:")[0])
    )

    assert "superseded" in kinds
    assert kinds <= known


def test_a_nullification_is_what_the_page_says():
    assert nullification.PROFILE in CONVENTIONS
    assert nullification.INTERACTION in CONVENTIONS
    assert nullification.NULLIFICATION in CONVENTIONS
