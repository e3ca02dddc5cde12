"""Spine Mini Service: how it is asked, and what is made of each of its answers."""
