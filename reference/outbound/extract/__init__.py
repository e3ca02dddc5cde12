"""The export of a month's consultations for NHSBSA's data warehouse."""
