"""BSA claims and reporting: a month's report through the MYS API."""
