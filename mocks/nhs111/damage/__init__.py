"""What can be wrong with a report: on its tree, in its bytes, and in the HTTP request around them."""
