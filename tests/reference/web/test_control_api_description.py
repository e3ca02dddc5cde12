"""The published description of the control API is what the reference does."""

import pytest
import yaml
from jsonschema import Draft202012Validator

from checkout import ROOT
from reference.actions import all_actions

DESCRIPTION = ROOT / "docs" / "reference" / "control-api.yaml"
ACTIONS = "/control/v1/actions/"


@pytest.fixture(scope="module")
def description():
    return yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))


def described(description, action):
    answer = description["paths"][ACTIONS + action]["post"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    return Draft202012Validator({"components": description["components"], **schema})


def test_every_action_is_described(description):
    paths = [path.removeprefix(ACTIONS) for path in description["paths"] if path.startswith(ACTIONS)]

    assert set(paths) - {"results/{id}"} == set(all_actions())


def test_answers_are_as_described(description, pharmacy):
    referral = pharmacy.completed()
    keyed = {"given": "Ann", "family": "Other", "telephone": "07700 900123", "address": {"lines": ["1 Lane"]}}
    given = {
        "key_referral": {
            "source": "gp-practice",
            "reference": "GPR1",
            "service": "minor-illness",
            "patient": keyed,
            "complaint": "Hay fever",
        },
        "list_alerts": {},
        "read_audit": {},
        "record_contact_attempt": {"outcome": "no-answer"},
        "reject_referral": {"reason": "Moved away"},  # refused: it is completed already
        "sign_in": {},
        "choose_role": {"role_id": "560000000001"},  # refused: nobody has signed in with CIS2
        "sign_out": {},
        "worklist": {},
        "open_referral": {},
        "find_patient": {"nhs_number": "9990000018"},
        "choose_patient": {"nhs_number": "9990000018"},
        "check_nhs_number": {"nhs_number": "9990000018"},  # refused: there is no mini service
        "view_guidance": {"topic": "cough"},
        "read_guidance": {"topic": "cough"},  # refused: it is not set up
        "track_prescriptions": {},
        "check_exemption": {},
        "declare_exemption": {"kind": "hc2", "by": "patient", "name": "Ann Other", "form": "screen"},
        "list_exemption_kinds": {"as_of": "2025-04-05"},
        "find_pharmacies": {"postcode": "LS1 4AB"},
        "lookup_practice_email": {"ods": "B86999"},
        "lookup_provider_email": {"ods": "FQ401"},  # refused: none is loaded
        "list_directory": {},
        "lookup_secure_email": {
            "ods": "FQ401",
            "kind": "cpcs-provider",
            "postcode": "LS1 4AB",
            "purpose": "onward-referral",
        },
        "notify_gp": {},
        "view_outbox": {},
        "send_waiting": {},
        "amend_consultation": {"advice": "Rest"},
        "submit_claims": {},
        "collect_messages": {},
        "complete": {},  # refused: it is completed already
    }
    for action, values in given.items():
        answer = pharmacy.do(action, referral, **values)
        problems = [error.message for error in described(description, action).iter_errors(answer)]
        assert problems == [], action


def test_referrals_are_as_described_by_whatever_road_they_came(description, service, at, make_report):
    pharmacy, document = at(service), "11111111-0000-4000-8000-000000000001"
    for changes in (
        {"set_id": "A"},
        {"set_id": "A", "document": document, "version": "2"},
        {"set_id": "A", "version": "1", "text": "older"},
        {"set_id": "A", "version": "2", "text": "conflicting"},
        {"dx": "Dx0999", "ids": "", "telecoms": "", "name": "", "case": "8"},
    ):
        assert service.intake.receive(make_report(**changes)).status == 200
    pharmacy.see(
        "key_referral", source="nhs111", reference="K1", service="minor-illness", patient={"family": "Fenn"}
    )

    rows = pharmacy.do("worklist")
    assert [error.message for error in described(description, "worklist").iter_errors(rows)] == []
    assert len(rows["observation"]["referrals"]) == 3
    for row in rows["observation"]["referrals"]:
        answer = pharmacy.do("open_referral", row["referral"])
        problems = [error.message for error in described(description, "open_referral").iter_errors(answer)]
        assert (answer["status"], problems) == ("done", []), row
