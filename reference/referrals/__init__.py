"""Referrals: placed, related to each other, audited, and told of."""
