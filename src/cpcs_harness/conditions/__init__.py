"""Conditions: in how many ways the data that journeys draw may differ, drawn so that all are tried, and reported."""
