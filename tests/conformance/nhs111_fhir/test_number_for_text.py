"""A referral by FHIR with a number where a text is due: it may be refused, or listed beside the patient's others."""

import json

import pytest

from conformance.nhs111_fhir import test_fhir as checks
from conformance.nhs111_fhir._messages import OPERATION
from cpcs_harness.errors import NotMet
from nhs111_evidence import evidence, issued, row, sent, worklist

GIVEN = issued("a number for a text")
SOUND = {**GIVEN["report"], "interaction": "primary", "version": 1}
ODD = {**SOUND, "document_id": "D-ODD", "case_id": "C-ODD", "case_reference": "R-ODD"}
ISSUE = {"severity": "error", "code": "structure"}
REFUSAL = json.dumps({"resourceType": "OperationOutcome", "issue": [ISSUE]}).encode()
UNNAMED = {"case_id": "", "case_reference": ""}


def judged(status, *rows):
    calls = [
        sent(1, ODD, damage=checks.NUMBER, by=OPERATION, status=status, answer=REFUSAL),
        sent(2, SOUND, by=OPERATION),
    ]
    seen = worklist(3, *rows, ods=SOUND["premises"]["ods"])
    checks.test_a_broken_message_is_refused_and_not_listed(evidence(GIVEN, calls, [seen]))


@pytest.mark.parametrize("row_of_sound", [row(SOUND), row(SOUND, **UNNAMED)], ids=["by case", "by number"])
def test_it_may_be_refused_where_the_patient_has_another(row_of_sound):
    judged(400, row_of_sound)


def test_it_may_be_taken_and_listed():
    judged(200, row(SOUND), row(ODD))


@pytest.mark.parametrize(
    ("status", "rows"), [(400, [row(SOUND), row(ODD)]), (200, [row(SOUND)]), (500, [row(SOUND)])]
)
def test_what_is_refused_is_not_listed_and_what_is_taken_is(status, rows):
    with pytest.raises(NotMet):
        judged(status, *rows)
