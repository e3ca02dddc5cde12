"""What leaves the system, whatever it is: about whom, and to whom."""
