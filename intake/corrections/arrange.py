"""
Pages as a person lays them: one that does not belong is taken out, a paper is split or joined.

The pages themselves are not read again; the papers that they make are. A page that was taken out
stays among the pages, as a paper that nobody asked for: what it warns of still has to be settled.
"""

from collections.abc import Callable, Sequence

from intake.corrections.places import page_at, paper_at
from models.correction import Laid, SaidOfPage
from models.page import PageReading
from models.paper import DocumentKind, PageRef, Paper, Papers

Rereader = Callable[[DocumentKind, Sequence[PageReading]], Paper]
"""Reads pages as a paper of a given kind."""
Layout = list[tuple[Paper, tuple[PageRef, ...]]]
"""Papers as they were, each with the pages that it is to have."""


def arranged(papers: Papers, said: SaidOfPage, reread: Rereader) -> Papers | None:
    """Return papers as laid by a person; None where a page that is meant is not there."""
    paper = paper_at(papers, said.page)
    if paper is None or page_at(papers, said.page) is None:
        return None
    match said.laid:
        case Laid.OUT:
            layout = [*_without(papers, said.page), (paper, (said.page,))]
        case Laid.APART:
            layout = _split(papers, paper, said.page)
        case Laid.AFTER:
            target = paper if said.after is None else paper_at(papers, said.after)
            if target is None or said.after == said.page:
                return None
            layout = _joined(papers, target, said)
    documents = [_reread(papers, old, refs, reread) for old, refs in layout if refs]
    if said.laid is Laid.OUT:
        documents[-1] = reread(DocumentKind.OTHER, [papers.page(said.page)])
    return papers.model_copy(update={"documents": tuple(documents)})


def _without(papers: Papers, page: PageRef) -> Layout:
    return [(p, tuple(ref for ref in p.pages if ref != page)) for p in papers.documents]


def _split(papers: Papers, paper: Paper, page: PageRef) -> Layout:
    """Let a paper end before a page; the rest is a paper of the same kind."""
    at = paper.pages.index(page)
    layout: Layout = []
    for one in papers.documents:
        parts = (one.pages[:at], one.pages[at:]) if one is paper else (one.pages,)
        layout += [(one, part) for part in parts]
    return layout


def _joined(papers: Papers, target: Paper, said: SaidOfPage) -> Layout:
    """Put a page into a paper, behind another page or as its first."""
    layout = _without(papers, said.page)
    for number, (paper, refs) in enumerate(layout):
        if paper is target:
            at = 0 if said.after is None else refs.index(said.after) + 1
            layout[number] = paper, (*refs[:at], said.page, *refs[at:])
    return layout


def _reread(papers: Papers, old: Paper, refs: tuple[PageRef, ...], reread: Rereader) -> Paper:
    """Read a paper anew where its pages are others than before."""
    if refs == old.pages:
        return old
    paper = reread(old.kind, [papers.page(ref) for ref in refs])
    title = old.title if refs[0] == old.pages[0] else ""
    return paper.model_copy(update={"title": title})
