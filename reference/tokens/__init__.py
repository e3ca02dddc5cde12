"""Dispensing tokens (FP10DT): who needs one, what it says, and its print."""
