"""From bytes to delivered pages: sniff, limit, unpack, draw."""
