"""Journeys that begin with a GP practice's referral."""
