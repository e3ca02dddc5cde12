"""Changing the system: all records of a pharmacy handed over in one form, and taken over from it."""
