"""Journeys from the referral to the claim."""
