"""What came out of a candidate as a file, such as what it prints: it is hostile until it was read as text."""
