"""Messages of the Spine Mini Service."""
