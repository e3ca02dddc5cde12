"""The dictionary of medicines and devices (dm+d): its concepts, a release of it, and what looks one up in either."""
