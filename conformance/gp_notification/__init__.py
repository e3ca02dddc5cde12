"""GP notification message (outbound): by NHSmail, and as an ITK3 FHIR document over MESH."""
