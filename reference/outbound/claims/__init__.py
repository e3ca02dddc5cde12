"""Claims to the NHS Business Services Authority."""
