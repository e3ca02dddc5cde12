"""NHS 111's ITK 2.2 messages."""
