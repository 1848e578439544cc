"""Where the words stand: rules, tables, columns, reading order."""

from intake.layout.tables import find_tables
from intake.text.lines import lines_of, reading_order

__all__ = ["find_tables", "lines_of", "reading_order"]
