"""Personal Demographics Service: requests to it, and what is made of its answers."""
