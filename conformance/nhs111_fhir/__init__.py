"""NHS 111 report message (inbound) by FHIR, as this project models it."""
