"""The API platform's token endpoint and the Care Identity Service (CIS2), played."""
