"""What leaves the pharmacy of its own accord."""
