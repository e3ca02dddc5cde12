"""NHS 111 online report message (inbound)."""
