"""MESH, played by NHS England's own sandbox."""
