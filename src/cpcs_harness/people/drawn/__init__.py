"""What journeys draw besides people and their reports: the fields of each thing, and what these can be."""
