"""What the suites of several components look at: look-ups, screens, what went out, assertions."""
