"""Whether a patient pays for what is dispensed: what RTEC finds, and what they declare."""
