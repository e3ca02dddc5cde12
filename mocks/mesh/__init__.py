"""Mock of MESH: NHS England's own sandbox, in process."""
