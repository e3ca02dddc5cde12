"""Data reporting: a month's consultations, exported."""
