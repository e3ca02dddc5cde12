"""Dispensing tokens (FP10DT) of urgent supplies."""
