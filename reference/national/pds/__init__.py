"""The client of the Personal Demographics Service FHIR API."""
