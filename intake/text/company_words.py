"""Words that names of organisations are made of: places, trades, legal forms."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class CompanyWords:
    """The words of `company_words.toml`."""

    places: frozenset[str]
    trades: frozenset[str]
    forms: tuple[str, ...]
    """Endings; a longer one stands before those that it ends with."""


@cache
def company_words() -> CompanyWords:
    """Return the words; the file is read once."""
    text = files("intake.text").joinpath("company_words.toml").read_text("utf-8")
    lists = {name: words.split() for name, words in tomllib.loads(text).items()}
    return CompanyWords(
        places=frozenset(lists["places"]),
        trades=frozenset(lists["trades"]),
        forms=tuple(sorted(lists["forms"], key=len, reverse=True)),
    )
