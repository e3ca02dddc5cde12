"""NHS 111 as a sender of FHIR referrals."""
