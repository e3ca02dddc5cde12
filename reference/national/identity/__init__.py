"""Tokens and sign-in."""
