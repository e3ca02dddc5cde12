"""The pharmacy itself: its people and their rights, its medicines, its links."""
