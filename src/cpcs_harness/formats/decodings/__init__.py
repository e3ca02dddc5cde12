"""What a message says once its encodings are undone, however they are put into one another; bounded in every way."""
