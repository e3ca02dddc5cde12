"""Directory of Services: the local directory of addresses, and searches for other pharmacies."""
