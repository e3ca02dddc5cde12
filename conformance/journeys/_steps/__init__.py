"""Steps that several journeys share."""
