"""Journeys about the Directory of Services: searches in it, secure e-mail by it, and the local directory beside it."""
