"""Somebody of another pharmacy tries all that names a referral, but for what says nothing of its patient."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from cpcs_harness._content.conformance.journeys._steps import foreign
from cpcs_harness._content.conformance.sites.test_rights import ASKED

DESCRIPTION = Path(__file__).parents[4] / "docs" / "reference" / "control-api.yaml"
NOT_TRIED = {
    "find_patient": "a role may look anybody up at PDS, with a referral or without",
    "check_nhs_number": "a role may check any number, with a referral or without",
    "find_pharmacies": "shows pharmacies near a postcode that is typed",
    "view_guidance": "shows what is known of a topic",
    "read_guidance": "shows what is known of a topic",
    "list_exemption_kinds": "shows a list that is the same for everybody",
}


def names_a_referral(operation):
    body = operation["requestBody"]["content"]["application/json"]["schema"]["allOf"]
    named = next(part["properties"] for part in body if "properties" in part)
    return named["referral"] != {"type": "null"}


def described():
    paths = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))["paths"]
    posts = [path["post"] for path in paths.values() if "post" in path]
    return {post["operationId"] for post in posts if names_a_referral(post)}


@pytest.fixture
def tried(monkeypatch):
    done = []
    monkeypatch.setattr(foreign, "_try", lambda _stage, _there, actions: done.extend(actions))
    monkeypatch.setattr(foreign._referrals, "supplied", lambda _stage: {})
    monkeypatch.setattr(foreign._referrals, "consultation", lambda *_: {})
    words = SimpleNamespace(remark="r", correction="c")
    person = SimpleNamespace(nhs_number="9991410546", family="Lee")
    issued = SimpleNamespace(words=words, person=person, pathway="urgent-medicines")
    stage = SimpleNamespace(issued=issued, now=lambda: None, do=lambda *_, **__: None)
    for what in (foreign.while_open, foreign.once_treated, foreign.once_completed, foreign.once_claimed):
        what(stage, stage)
    return {action for action, _ in done}


def test_each_action_that_names_a_referral_is_tried_or_says_nothing_of_its_patient(tried):
    assert tried | NOT_TRIED.keys() == described()
    assert not tried & NOT_TRIED.keys()


def test_all_that_is_tried_is_judged(tried):
    assert tried == set(ASKED)
