"""NHSBSA's Manage Your Service."""
