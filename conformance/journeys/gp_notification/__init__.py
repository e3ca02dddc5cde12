"""Journeys of telling the GP practice: what comes back, what goes wrong, and what is sent in its place."""
