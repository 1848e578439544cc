"""Arrears: pure Decimal arithmetic over dated policy data."""
