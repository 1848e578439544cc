"""Whether labour contracts run through a month: three answers, from dates that may be unsure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.completeness.trust import is_sure
from models.paper import ContractPaper, ContractType
from models.quantities import Month

DAY = dt.timedelta(days=1)


class Cover(StrEnum):
    """How a month lies to the terms of the contracts."""

    FULL = "full"
    PART = "part"
    """The terms begin or end inside the month: contributions may be due all the same."""
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Term:
    """A contract's term; a bound that is None is not known. Both days are counted."""

    start: dt.date | None
    end: dt.date | None

    def cover(self, month: Month) -> Cover:
        """Hold a month against this term alone."""
        if self.start and self.start > month.last_day:
            return Cover.NONE
        if self.end and self.end < month.first_day:
            return Cover.NONE
        if self.start is None or self.end is None:
            return Cover.UNSURE
        full = self.start <= month.first_day and self.end >= month.last_day
        return Cover.FULL if full else Cover.PART


def term_of(paper: ContractPaper) -> Term:
    """
    Return the bounds that are sure.

    An open-ended contract runs for ever; one for a task until an unknown day; an early end that the
    paper states cuts either.
    """
    start = paper.start if is_sure(paper.start_field) else None
    end = _end_of(paper)
    if paper.ended_on is not None:
        end = paper.ended_on if end is None else min(end, paper.ended_on)
    return Term(start, end)


def _end_of(paper: ContractPaper) -> dt.date | None:
    """Return the last day as agreed, None where it is not sure."""
    if paper.contract_type is ContractType.OPEN_ENDED:
        return dt.date.max if paper.end is None and is_sure(paper.type_field) else None
    return paper.end if is_sure(paper.end_field) else None


def cover(papers: Iterable[ContractPaper], month: Month) -> Cover:
    """Hold a month against several contracts: what one does not cover a renewal may."""
    terms = [term_of(paper) for paper in papers]
    single = {term.cover(month) for term in terms}
    if Cover.FULL in single or _joined(terms, month):
        return Cover.FULL
    order = (Cover.UNSURE, Cover.PART)
    return next((value for value in order if value in single), Cover.NONE)


def _joined(terms: Sequence[Term], month: Month) -> bool:
    """Say whether terms with sure bounds cover the month one after the other, without a gap."""
    reached = month.first_day - DAY
    known = [(term.start, term.end) for term in terms if term.start and term.end]
    for start, end in sorted(known):
        if start <= reached + DAY:
            reached = max(reached, end)
        if reached >= month.last_day:
            return True
    return False
