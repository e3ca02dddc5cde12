"""NHS 111 report message (inbound) through the 111 Adaptor."""
