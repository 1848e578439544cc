"""One thing that was looked at in an installation, and how it stands."""

from dataclasses import dataclass
from enum import IntEnum


class Grade(IntEnum):
    """How grave it is; the worst counts."""

    OK = 0
    LOOK = 1
    """It works, and somebody should look at it."""
    WRONG = 2
    """Something does not work, or would lose something."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; words say what to do about it."""

    check: str
    grade: Grade
    zh: str
    en: str


def well(check: str, told: str) -> Finding:
    """Return that all is well: a version, a place, a number."""
    return Finding(check, Grade.OK, told, told)


def look(check: str, zh: str, en: str) -> Finding:
    """Return that somebody should look."""
    return Finding(check, Grade.LOOK, zh, en)


def wrong(check: str, zh: str, en: str) -> Finding:
    """Return that something is wrong."""
    return Finding(check, Grade.WRONG, zh, en)
