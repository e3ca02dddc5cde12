"""Reports from the 111 Adaptor's queue."""
