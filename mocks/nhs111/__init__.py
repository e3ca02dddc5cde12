"""NHS 111 as a sender of ITK 2.2 reports."""
