"""Referrals by e-mail."""
