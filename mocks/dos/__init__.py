"""The Directory of Services, played."""
