"""Personal Demographics Service: how it is asked, and what is made of its answers."""
