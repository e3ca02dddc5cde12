"""What is raised for an artefact that has no text."""


class Unreadable(Exception):
    """An artefact of which no text could be had; its message says why, as of "it"."""
