"""GP practices: they refer, collect, and answer what they are sent."""
