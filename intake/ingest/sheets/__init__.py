"""Spreadsheets: what their cells show, what they hide, and how they are laid out as pages."""
