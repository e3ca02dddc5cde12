"""Candidates that game the harness: honest on the surface, with ten harmful things and more done beside."""
