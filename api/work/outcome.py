"""What came of one attempt to deliver."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.store.outbox import DEAD, DONE, VOID, WAITING


@dataclass(frozen=True, slots=True)
class Outcome:
    """A code for the log, and the state that the item has now."""

    code: str
    state: str
    """`done`, `waiting` (try again), `dead` (a person has to look), `void` (not due any more)."""
    wait_seconds: int = 0
    """At least so long before the next attempt: what the other side asked for."""
    milliseconds: int = 0
    also: Callable[[Session], None] | None = None
    """Written in the same transaction, once the item is at its end."""


def done(also: Callable[[Session], None] | None = None) -> Outcome:
    """Say that it has arrived."""
    return Outcome("ok", DONE, also=also)


def again(code: str) -> Outcome:
    """Say that it may arrive later."""
    return Outcome(code, WAITING)


def dead(code: str) -> Outcome:
    """Say that it will not arrive by itself."""
    return Outcome(code, DEAD)


def void(code: str) -> Outcome:
    """Say that there is nothing to deliver any more."""
    return Outcome(code, VOID)
