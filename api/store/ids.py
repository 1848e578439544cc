"""Identifiers: they sort by time, cannot be guessed and say what they are."""

import secrets
import time
from typing import Annotated

from pydantic import StringConstraints

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for a figure."""
TIME_CHARS, RANDOM_CHARS = 9, 13
"""45 bits of milliseconds (until the year 3084) and 65 random bits."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[0-9a-z_-]{1,40}$")]


def new_id(kind: str) -> str:
    """Return `kind`, a letter or two, followed by time and chance."""
    moment = time.time_ns() // 1_000_000
    sortable = "".join(ALPHABET[moment >> 5 * place & 31] for place in reversed(range(TIME_CHARS)))
    return kind + sortable + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARS))
