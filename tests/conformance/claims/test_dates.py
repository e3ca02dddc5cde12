"""A claim is of the day in London on which the patient was seen."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.claims import test_dates
from cpcs_harness.errors import NotMet
from made_up import observed

FIRST_HOUR_OF_JULY = "2028-06-30T23:10:00Z"


@pytest.fixture
def judged(monkeypatch):
    """Holds a claim of a day and a month against a consultation that began at a moment."""

    def judged(started, assessed, start):
        consultation = observed(1, "record_consultation", {}, given={"started": started})
        issued = {"person": {"nhs_number": "9990000018"}, "report": {"document_id": "D"}}
        journey = SimpleNamespace(issued=issued, also={}, observations=lambda _action: [consultation])
        coding = {"coding": [{"code": "ASSESSMENT_DATE"}]}
        claim = {"supportingInfo": [{"category": coding, "timingDate": assessed}]}
        claim |= {"billablePeriod": {"start": start}} if start else {}
        request = SimpleNamespace(body=b'{"value": "9990000018"}')
        call = SimpleNamespace(id="e2", where="a claim", request=request)
        monkeypatch.setattr(test_dates, "each_claim", lambda _evidence: [(journey, call, claim)])
        test_dates.test_a_claim_is_of_the_day_on_which_the_patient_was_seen(None)

    return judged


@pytest.mark.parametrize(
    ("started", "assessed", "start"),
    [
        (FIRST_HOUR_OF_JULY, "2028-07-01", "2028-07-01"),
        ("2028-07-01T00:10:00+01:00", "2028-07-01", "2028-07-01"),
        ("2027-12-31T23:50:00Z", "2027-12-31", "2027-12-01"),
        ("2028-02-29T00:10:00+00:00", "2028-02-29", "2028-02-01"),
    ],
)
def test_londons_day_and_its_month_are_met(judged, started, assessed, start):
    judged(started, assessed, start)


@pytest.mark.parametrize(
    ("assessed", "start"),
    [
        ("2028-06-30", "2028-06-01"),
        ("2028-07-01", "2028-06-01"),
        ("2028-07-02", "2028-07-01"),
        ("2028-07-01", None),
        (None, "2028-07-01"),
    ],
)
def test_utcs_day_and_another_month_are_not(judged, assessed, start):
    with pytest.raises(NotMet):
        judged(FIRST_HOUR_OF_JULY, assessed, start)
