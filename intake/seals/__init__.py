"""Seals: find, unroll, read, tell apart."""
