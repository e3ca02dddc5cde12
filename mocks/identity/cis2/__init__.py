"""Mock of the Care Identity Service 2, an OpenID provider."""
