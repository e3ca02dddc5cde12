"""Care Identity Service 2: signing in, ID tokens, and the end of sessions."""
