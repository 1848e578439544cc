"""Pages by hand: take one out, split a paper, join pages, set their order; every step undone."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.auth import Served
from api.desk.guard import Clerk, OwnForm, PageRoute, Reader
from api.desk.review import SayBody, UnsayBody, Version
from api.desk.screen import show
from api.desk.standing import Standing, stand
from api.problems import Problem
from api.service import Service
from api.store.ids import Identifier
from api.store.viewer import Role, Viewer
from api.v1.reviews import told
from api.work import review
from api.work.review import Judgement, Look, Statement
from models.case import Decision, Document
from models.correction import Correction, Laid, SaidOfPage
from models.paper import PageRef

router = APIRouter(prefix="/desk/cases", route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with what may be done with it; each is a `SaidOfPage`, None where it may not."""

    n: int
    file: str
    page: int
    out: SaidOfPage
    earlier: SaidOfPage | None
    later: SaidOfPage | None
    apart: SaidOfPage | None
    joined: SaidOfPage | None
    """Behind the last page of the paper before."""
    said: Correction | None
    """What a person did with it: can be taken back."""


@dataclass(frozen=True, slots=True)
class Pile:
    """One paper as its pages lie."""

    document: Document
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All pages of a case as they lie."""

    piles: tuple[Pile, ...]
    out: tuple[Sheet, ...]
    """Taken out: nothing is decided on them."""


def laid_out(standing: Standing) -> Table:
    """Return a case's pages as people and machine laid them."""
    if standing.file is None:
        return Table((), ())
    held = {
        _key(one.correction.said.page): one.correction
        for one in standing.file.corrections
        if one.holds and isinstance(one.correction.said, SaidOfPage)
    }
    gone = {key for key, one in held.items() if _laid(one) is Laid.OUT}
    inside = [d for d in standing.file.documents if not {_key(ref) for ref in d.pages} <= gone]
    before: list[Document | None] = [None, *inside[:-1]]
    piles = tuple(
        Pile(document, tuple(_sheets(standing, document, previous, held)))
        for document, previous in zip(inside, before, strict=False)
    )
    outside = [d for d in standing.file.documents if {_key(ref) for ref in d.pages} <= gone]
    out = [sheet for d in outside for sheet in _sheets(standing, d, None, held)]
    return Table(piles, tuple(out))


def _key(ref: PageRef) -> tuple[str, int]:
    return ref.file, ref.page


def _laid(correction: Correction) -> Laid | None:
    return correction.said.laid if isinstance(correction.said, SaidOfPage) else None


def _sheets(
    standing: Standing,
    document: Document,
    previous: Document | None,
    held: dict[tuple[str, int], Correction],
) -> list[Sheet]:
    numbers = {(source.name, page.number): n for n, (source, page) in enumerate(standing.pages, 1)}
    refs = document.pages
    return [
        Sheet(
            n=numbers[_key(ref)],
            file=ref.file,
            page=ref.page,
            out=SaidOfPage(page=ref, laid=Laid.OUT),
            earlier=_behind(ref, refs[at - 2] if at > 1 else None) if at else None,
            later=_behind(ref, refs[at + 1]) if at + 1 < len(refs) else None,
            apart=SaidOfPage(page=ref, laid=Laid.APART) if at else None,
            joined=_behind(ref, previous.pages[-1]) if previous and not at else None,
            said=held.get(_key(ref)),
        )
        for at, ref in enumerate(refs)
        if _key(ref) in numbers
    ]


def _behind(page: PageRef, other: PageRef | None) -> SaidOfPage:
    return SaidOfPage(page=page, laid=Laid.AFTER, after=other)


@router.get("/{case}/pages")
def show_pages(request: Request, service: Served, viewer: Reader, case: Identifier) -> Response:
    """Show the pages as they lie, with what may be done with each."""
    standing = stand(service, viewer, case)
    closed = standing.reading or standing.case.decision == Decision.COMPLETE
    may = viewer.may(Role.COUNTER) and standing.may_settle and not closed
    return show(request, "arrange.html", s=standing, desk=laid_out(standing), may=may)


@router.post("/{case}/pages/lay", dependencies=[OwnForm])
def lay(
    service: Served, viewer: Clerk, case: Identifier, body: SayBody, version: Version
) -> dict[str, str]:
    """Lay a page otherwise; the case is decided anew on the papers that stand then."""
    if not isinstance(body.said, SaidOfPage):
        raise Problem("correction")
    with told():
        looked = review.say(service, viewer, case, [Statement(body.said, body.why)], version)
        return _decided(service, viewer, looked)


@router.post("/{case}/pages/unlay", dependencies=[OwnForm])
def unlay(
    service: Served, viewer: Clerk, case: Identifier, body: UnsayBody, version: Version
) -> dict[str, str]:
    """Take back what was done with a page; the case is decided anew."""
    with told():
        looked = review.unsay(service, viewer, case, body.correction, version)
        return _decided(service, viewer, looked)


def _decided(service: Service, viewer: Viewer, looked: Look) -> dict[str, str]:
    """Decide as everything said leads to: also where that leaves the case to a person."""
    decision = looked.preview.decision
    review.decide(service, viewer, looked.case.id, Judgement(decision), looked.version)
    return {"decision": decision}
