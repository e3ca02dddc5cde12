"""Care Identity Service 2: how people sign in, whom the candidate believes, and how sessions end."""
