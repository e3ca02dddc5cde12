"""NHS numbers that may be real people's: how they are written, where they stand, and how they are masked."""
