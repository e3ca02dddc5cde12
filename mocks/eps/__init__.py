"""Mocks of the Electronic Prescription Service: the tracker's landing page, and its JSON interface."""
