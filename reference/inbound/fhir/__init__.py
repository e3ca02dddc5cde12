"""NHS 111's referrals by FHIR."""
