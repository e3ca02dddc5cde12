"""Which outcomes of its conditions the reference service never had in a run of all journeys: what no journey drives."""
