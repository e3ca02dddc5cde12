"""XML, FHIR and text, read and written."""
