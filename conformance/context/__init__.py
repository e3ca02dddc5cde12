"""What other documents than the Toolkit ask of a system in use: safety, data security, switching, mail, the room."""
