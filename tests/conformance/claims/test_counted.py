"""What a claim is counted by: as it was recorded, in codes of our own model; codes of others say nothing."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.claims import test_counted as checks
from cpcs_harness.errors import NotMet

ISSUED = {
    "report": {"disposition_code": "DX085", "sender_ods": "YZ901", "document_id": "D1"},
    "gp_referral": {"document_id": "G1"},
    "person": {"practice": {"ods": "Y40001"}},
}
GIVEN = [
    {"presenting_complaint": "Sore throat", "outcome": "advice-given"},
    {"items": [{"code": "1", "reason": "Lost on the way home"}]},
    {"presenting_complaint": "Sore throat  since Monday"},
]
STEPS = [SimpleNamespace(about="D1", given=given) for given in GIVEN]
OF_PRACTICE = [SimpleNamespace(about="G1", given=given) for given in GIVEN]
CALL = SimpleNamespace(id="e7", where="journey first, exchange e7: POST /", direction="from-candidate")
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


def claim(kind, said):
    return {"supportingInfo": [{"category": {"coding": [{"code": kind}]}, "valueString": said}]}


def referred(code, system=ODS):
    place = {"coding": [{"system": system, "code": code}]}
    request = {"resourceType": "ServiceRequest", "id": "r", "locationCode": [place]}
    return {"contained": [request], "referral": {"reference": "#r"}}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("DISPOSITION_CODE", "Dx85"),
        ("PRESENTING_COMPLAINT_OR_ISSUES", "Sore throat since Monday"),
        ("PRESENTING_COMPLAINT_OR_ISSUES", "THROAT"),
        ("SUPPLY_REQUEST_REASON", "Lost on the way home"),
        ("SUPPLY_REQUEST_REASON", "OTHER"),
        ("CONSULTATION_OUTCOME", "ADVICE_GIVEN"),
        ("CONSULTATION_OUTCOME", "ONWARD_REFERRAL"),
        ("CONSULTATION_OUTCOME", "A_CODE_OF_THEIR_OWN"),
        ("REFERRER_ORG_TYPE", "111"),
    ],
)
def test_what_was_recorded_is_right_and_so_is_a_code_that_nobody_knows(kind, said):
    checks.expect_counted(claim(kind, said), ISSUED, STEPS, CALL)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("DISPOSITION_CODE", "Dx86"),
        ("PRESENTING_COMPLAINT_OR_ISSUES", "Lost on the way home"),
        ("SUPPLY_REQUEST_REASON", "Left at a friend's house"),
        ("CONSULTATION_OUTCOME", "MEDICINE_SUPPLIED"),
        ("REFERRER_ORG_TYPE", "GPP"),
        ("REFERRER_ORG_TYPE", "GPCPS"),
    ],
)
def test_what_was_recorded_otherwise_is_told_by_its_kind(kind, said):
    with pytest.raises(NotMet, match=kind):
        checks.expect_counted(claim(kind, said), ISSUED, STEPS, CALL)


@pytest.mark.parametrize("said", [referred("YZ901"), referred("local", "urn:own"), {}, {"referral": "x"}])
def test_where_the_referral_came_from_is_right_or_not_said(said):
    checks.expect_referrer(said, ISSUED, STEPS, CALL)


def test_another_sender_is_told():
    with pytest.raises(NotMet, match="YZ901"):
        checks.expect_referrer(referred("FA101"), ISSUED, STEPS, CALL)


def test_a_practices_referral_comes_from_the_practice_and_has_no_disposition():
    checks.expect_referrer(referred("Y40001"), ISSUED, OF_PRACTICE, CALL)
    checks.expect_counted(claim("REFERRER_ORG_TYPE", "GPP"), ISSUED, OF_PRACTICE, CALL)
    checks.expect_counted(claim("REFERRER_ORG_TYPE", "GPCPS"), ISSUED, OF_PRACTICE, CALL)
    checks.expect_counted(claim("DISPOSITION_CODE", "any"), ISSUED, OF_PRACTICE, CALL)
    with pytest.raises(NotMet, match="GPP"):
        checks.expect_counted(claim("REFERRER_ORG_TYPE", "111"), ISSUED, OF_PRACTICE, CALL)


@pytest.mark.parametrize(("about", "count"), [("D1", 1), ("G1", 1), ("", 1), (None, 1), ("D2", 0)])
def test_steps_of_a_patient_are_those_about_their_report_or_about_none(about, count):
    step = SimpleNamespace(action="record_consultation", about=about, given={})

    assert len(checks.steps_of(SimpleNamespace(issued=ISSUED, seen=[step]), ISSUED)) == count


def test_steps_that_name_nobody_are_none_of_a_further_patient():
    step = SimpleNamespace(action="record_consultation", about=None, given={})

    assert checks.steps_of(SimpleNamespace(issued={}, seen=[step]), ISSUED) == []
