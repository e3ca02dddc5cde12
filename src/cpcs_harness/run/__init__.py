"""One run: planned, carried out, recorded."""
