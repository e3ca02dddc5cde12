"""NHS 111 online report message (inbound): taken in, kept apart, and shown as the patient typed it."""
