"""The client of the Summary Care Record FHIR API."""
