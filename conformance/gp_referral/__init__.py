"""GP report message (inbound): by e-mail, keyed in, and by ITK3 over MESH."""
