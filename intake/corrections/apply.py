"""Papers + corrections -> papers as corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.corrections.arrange import Rereader, arranged
from intake.corrections.fields import with_field
from intake.corrections.marks import with_seal, with_slot
from intake.corrections.places import page_at, paper_at
from models.correction import (
    PERSON,
    Act,
    Correction,
    Said,
    SaidOfField,
    SaidOfPage,
    SaidOfPaper,
    SaidOfPapers,
    SaidOfSeal,
    SaidOfSlot,
)
from models.evidence import FieldValue, Reading
from models.page import PageReading
from models.paper import ApplicationPaper, Paper, Papers, VoucherPaper


@dataclass(frozen=True, slots=True)
class Corrected:
    """Papers as corrected, and the corrections whose target is not there any more."""

    papers: Papers
    unplaced: frozenset[str]


def as_corrected(papers: Papers, corrections: Sequence[Correction], reread: Rereader) -> Corrected:
    """
    Lay corrections over the papers; the later one of two about the same thing holds.

    Which pages make a paper comes first, then what it is, then what is read on it: each follows
    from the one before.
    """
    unplaced = set()
    of_papers = [c for c in latest(corrections) if isinstance(c.said, SaidOfPapers | SaidOfPage)]
    for correction in sorted(of_papers, key=_turn):
        changed = _with(papers, correction.said, reread)
        if changed is None:
            unplaced.add(correction.id)
        else:
            papers = changed
    return Corrected(papers, frozenset(unplaced))


def _turn(correction: Correction) -> int:
    """Order corrections by what follows from what."""
    said = correction.said
    return 0 if isinstance(said, SaidOfPage) else 1 if isinstance(said, SaidOfPaper) else 2


def latest(corrections: Sequence[Correction]) -> list[Correction]:
    """Return, of several corrections of the very same thing, the last one only."""
    last = {_target(correction.said): correction for correction in corrections}
    return [c for c in corrections if last[_target(c.said)] is c]


def _target(said: Said) -> tuple[object, ...]:
    """Return what a correction is about."""
    names = ("kind", "page", "at", "name", "material", "item", "month", "code")
    return tuple(getattr(said, name, None) for name in names)


def _with(papers: Papers, said: Said, reread: Rereader) -> Papers | None:
    match said:
        case SaidOfPage():
            return arranged(papers, said, reread)
        case SaidOfSeal() | SaidOfSlot():
            page = page_at(papers, said.page)
            if page is None:
                return None
            new = with_seal(page, said) if isinstance(said, SaidOfSeal) else with_slot(page, said)
            return None if new is None else _with_page(papers, page, new)
        case SaidOfField() | SaidOfPaper():
            paper = paper_at(papers, said.page)
            if paper is None:
                return None
            if isinstance(said, SaidOfField):
                changed = with_field(papers, paper, said)
            else:
                changed = _as_kind(papers, paper, said, reread)
            return None if changed is None else _with_paper(papers, paper, changed)
    return None


def _with_page(papers: Papers, old: PageReading, new: PageReading) -> Papers:
    pages = tuple(new if page is old else page for page in papers.pages)
    return papers.model_copy(update={"pages": pages})


def _with_paper(papers: Papers, old: Paper, new: Paper) -> Papers:
    documents = tuple(new if paper is old else paper for paper in papers.documents)
    return papers.model_copy(update={"documents": documents})


def _as_kind(papers: Papers, paper: Paper, said: SaidOfPaper, reread: Rereader) -> Paper | None:
    """Return a paper as one of the kind, and for the months, that a person says."""
    wanted = said.document or paper.kind
    if wanted is not paper.kind:
        pages = [page for ref in paper.pages if (page := page_at(papers, ref)) is not None]
        if not pages:
            return None
        paper = reread(wanted, pages)
    paper = paper.model_copy(update={"score": 1.0})
    if said.months is None or said.act is not Act.CORRECT:
        return paper
    name = {VoucherPaper: "month_field", ApplicationPaper: "months_field"}.get(type(paper))
    if name is None:
        return None
    field: FieldValue = getattr(paper, name)
    text = ",".join(str(month) for month in said.months)
    said_now = FieldValue(
        value=text or None,
        score=1.0 if text else 0.0,
        evidence=field.evidence,
        readings=(Reading(value=text or None, reader=PERSON, score=1.0), *field.readings),
    )
    return paper.model_copy(update={name: said_now, "months": said.months})
