"""Journeys in which a pharmacist looks for other pharmacies in the Directory of Services."""
