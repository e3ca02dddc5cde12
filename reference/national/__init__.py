"""Clients of the national services."""
