"""Places for signatures and what is in them."""
