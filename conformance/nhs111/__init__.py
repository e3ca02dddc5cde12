"""NHS 111 report message (inbound): how it is answered, and what the pharmacist sees of it."""
