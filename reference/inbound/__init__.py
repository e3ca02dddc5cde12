"""What arrives at the pharmacy."""
