"""Monthly reports to the NHS Business Services Authority."""
