"""The Summary Care Record in a viewer of the candidate's own."""
