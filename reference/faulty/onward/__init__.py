"""Faults in referring patients onward, to another pharmacy."""
