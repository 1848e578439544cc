"""Where the words stand: rules, tables, columns, reading order."""
