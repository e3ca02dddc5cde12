"""Mock of the Summary Care Record FHIR API."""
