"""Referring a patient onward, to another pharmacy."""
