"""Journeys to the Summary Care Record."""
