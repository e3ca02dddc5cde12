"""Journeys that begin with a report of NHS 111."""
