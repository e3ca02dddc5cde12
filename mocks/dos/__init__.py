"""Mock of the Directory of Services."""
