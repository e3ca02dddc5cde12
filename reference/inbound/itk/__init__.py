"""NHS 111's reports by ITK 2.2."""
