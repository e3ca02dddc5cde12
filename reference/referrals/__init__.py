"""Referrals: their register, content, versions, notices, alerts and audit trail."""
