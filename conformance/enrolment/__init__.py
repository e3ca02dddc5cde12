"""Pharmacist enrolment: full name and GPhC number, keyed in by hand."""
