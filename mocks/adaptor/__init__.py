"""The 111 Adaptor, played."""
