"""GP practices: they refer, and answer what they are sent."""
