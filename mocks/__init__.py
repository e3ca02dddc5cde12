"""The national services that a CPCS system meets, as mocks, and those who refer patients to it."""
