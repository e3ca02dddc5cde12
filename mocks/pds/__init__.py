"""Mock of the Personal Demographics Service FHIR API."""
