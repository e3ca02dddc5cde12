"""The 111 Adaptor as a publisher of FHIR bundles."""
