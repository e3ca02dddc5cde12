"""Criteria of exemption checking and of the written declaration, and the checks that judge them."""
