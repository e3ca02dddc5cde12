"""The national services that a CPCS system meets, each played by one file."""
