"""Faults in using the Directory of Services."""
