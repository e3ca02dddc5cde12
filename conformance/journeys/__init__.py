"""What is done to a candidate: one journey a file, told as the steps that people take."""
