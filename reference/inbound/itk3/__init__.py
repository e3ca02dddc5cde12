"""Practices' messages by ITK3 over MESH."""
