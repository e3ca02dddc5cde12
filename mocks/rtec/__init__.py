"""Real Time Exemption Checking of NHSBSA."""
