"""Onward referral to pharmacy: by NHSmail, by FHIR, and what it leaves behind."""
