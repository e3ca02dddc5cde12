"""The Summary Care Record FHIR API, played."""
