"""Criteria of the prescription tracker's interface, and the checks that judge them."""
