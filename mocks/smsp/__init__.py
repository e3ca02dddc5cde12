"""The Spine Mini Service, played."""
