"""The Personal Demographics Service FHIR API, played."""
