"""What colour the ink is, seen against the paper it lies on."""
