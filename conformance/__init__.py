"""The suites: a folder for each component of the Toolkit, and the journeys that are done to a candidate."""
