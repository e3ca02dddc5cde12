"""Spine Mini Service: requests to it, and what is made of each of its answers."""
