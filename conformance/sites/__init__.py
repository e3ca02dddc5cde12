"""Several pharmacies behind one address."""
