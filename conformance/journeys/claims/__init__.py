"""Journeys about claims."""
