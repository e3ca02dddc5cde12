"""Journeys in nights when a day, a month, a year or an hour turns otherwise than software expects."""
