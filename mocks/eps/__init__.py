"""Mocks of the Electronic Prescription Service: the tracker's landing page, its JSON interface, and the FHIR one."""
