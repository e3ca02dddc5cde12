"""The record that is adopted is the patient's, as PDS holds it.

Source: Personal Demographics Service FHIR API, get patient details (interface sheet pds-smsp-auth, section 3).
"""

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_equal

from .._shared.screen import digits, expect_address, expect_name, expect_postcode


@criterion("PDS-07")
def test_the_record_adopted_is_the_referred_patients(evidence: EvidenceView):
    """NHS number, name, birth date, address and registered practice agree with what PDS holds."""
    for journey in evidence.each():
        seen, due = journey.observation("choose_patient"), journey.person
        patient = seen.shown.get("patient") or {}
        practice, address = patient.get("practice") or {}, patient.get("address") or {}
        expect_equal("the NHS number", due["nhs_number"], digits(patient.get("nhs_number")), seen)
        expect_name("the family name", due["family"], patient.get("family"), seen)
        expect_name("the given name", due["given"], patient.get("given"), seen)
        expect_equal("the birth date", due["birth_date"], patient.get("birth_date"), seen)
        expect_postcode(due["postcode"], address.get("postcode"), seen)
        expect_address(due["address"], address.get("lines"), seen)
        gender = patient.get("gender")
        expect(gender in ("", None, due["gender"]), f"the gender to be {due['gender']}", gender, seen)
        expect_equal("the practice's ODS code", due["practice"]["ods"], practice.get("ods"), seen)
