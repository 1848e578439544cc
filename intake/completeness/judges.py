"""What deciding needs from outside its own room; the pipeline passes it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from models.claim import Employee
from models.marks import Seal
from models.quantities import Month


class OwnerJudge(Protocol):
    """Compares the legends of impressions that are taken for one seal with a company's name."""

    def __call__(self, seals: Sequence[Seal], expected: str, /) -> tuple[str, float]:
        """Return `match`, `mismatch` or `unsure` and the probability that it is right."""


class KnownCases(Protocol):
    """Remembers what was decided before, for one agency."""

    def decided_before(self, employee: Employee, month: Month, *, besides: str) -> bool:
        """Say whether another case than `besides` was decided for this employee and month."""


@dataclass(frozen=True, slots=True)
class Judges:
    """The collaborators of `decide`."""

    verify_owner: OwnerJudge
    known: KnownCases | None = None
    """None where nothing is remembered, as on the command line."""
