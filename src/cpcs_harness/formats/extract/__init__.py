"""Extracts of records: tables as CSV, of any length, read a row at a time."""
