"""Journeys in which the pharmacy refers a patient to another one."""
