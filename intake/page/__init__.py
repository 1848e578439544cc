"""From a delivered page to an upright one: quarter turns, perspective, skew, quality."""
