"""Runs journeys: sittings, steps, drivers and mocks come together here."""
