"""Journeys to the Personal Demographics Service."""
