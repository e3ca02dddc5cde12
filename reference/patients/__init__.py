"""Who the patient is: tracing, comparing, and what is shown of it."""
