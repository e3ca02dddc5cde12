"""The record of verdicts, as the roll-up makes it and every report reads it."""
