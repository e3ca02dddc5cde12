"""Mock of the API platform: tokens, and a sign-in of its own."""
