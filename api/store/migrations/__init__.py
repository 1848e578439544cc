"""Alembic's folder: one file per step from the first version on."""
