"""Mock of the Spine Mini Service for PDS."""
