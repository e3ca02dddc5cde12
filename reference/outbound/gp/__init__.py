"""Notifications to GP practices."""
