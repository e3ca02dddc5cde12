"""BSA claims and reporting: claims for completed consultations, through the MYS API."""
