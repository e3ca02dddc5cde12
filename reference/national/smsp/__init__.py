"""The client of the Spine Mini Service."""
