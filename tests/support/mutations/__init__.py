"""Changes of one thing in what a candidate sent or showed, and the checks that notice it."""
