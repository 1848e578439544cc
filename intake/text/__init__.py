"""Grammar of amounts, months, names and numbers: pure functions on strings, used by all stages."""
