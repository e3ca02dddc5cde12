"""Root of the suites in a checkout; the fixtures and options live in `cpcs_harness.plugin`."""
