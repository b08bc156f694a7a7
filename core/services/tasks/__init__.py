"""Tasks taken, filled in and completed, and the lists of them."""
