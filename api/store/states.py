"""How far something has come."""

from enum import StrEnum


class State(StrEnum):
    """Of a submission, and of each of its cases."""

    RECEIVED = "received"
    """Accepted and safe; nobody has looked at it."""
    READING = "reading"
    DECIDED = "decided"
    """Complete, incomplete, or left to a person: see the decision."""
    PARKED = "parked"
    """The machine could not do it and will not try again by itself; a person has to look."""
    WITHDRAWN = "withdrawn"


class PageState(StrEnum):
    """Of one page."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"


class Cause(StrEnum):
    """What made a revision."""

    PAPERS = "papers"
    REVIEW = "review"


class Way(StrEnum):
    """How papers came in."""

    API = "api"
    COUNTER = "counter"
    FOLDER = "folder"
    PHONE = "phone"
