"""Who somebody is: the Care Identity Service (CIS2), and the API platform with its tokens."""
