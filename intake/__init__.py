"""How papers are read: functions from value to value; no web, no database."""
