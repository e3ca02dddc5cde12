"""Journeys of people who sign in with the Care Identity Service, and of the services that sign them in."""
