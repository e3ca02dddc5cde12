"""Readers of what has conditions: each gives what a run recorded of one thing, as fields, and the events about it."""
