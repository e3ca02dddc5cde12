"""Faults in claims to Manage Your Service."""
