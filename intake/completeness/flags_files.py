"""Flags about files and pages: hidden text, active content, broken signatures, quality, repeats."""

from collections import defaultdict

from intake.completeness.alterations import rescans
from intake.completeness.case_view import CaseView, Notice, raise_flag
from intake.completeness.messages import plain
from intake.completeness.question import (
    ACTIVE_CONTENT,
    SIGNATURE_BROKEN,
    TRACKED_CHANGES,
    whole_page,
)
from intake.completeness.unread import unread_pages
from models.finding import Flag, FlagCode
from models.paper import PageRef, Paper, VoucherPaper


def hidden_text(view: CaseView) -> Flag | None:
    """
    Notice text in a file that the picture does not show: a known trick on readers.

    Changes that somebody could still reject are such text: the document may read otherwise.
    """
    seen = [
        (paper, page.evidence(word.box, score=word.score, reader=word.reader, text=word.text))
        for paper, page in view.pages()
        for word in page.hidden_text
        if word.text.strip()
    ]
    noted = papers_noted(view, TRACKED_CHANGES)
    if not seen and noted is None:
        return None
    papers = tuple(paper for paper, _ in seen) + (noted or ())
    return raise_flag(
        view, FlagCode.HIDDEN_TEXT, Notice(papers, evidence=tuple(place for _, place in seen))
    )


def active_content(view: CaseView) -> Flag | None:
    """Notice files that carry scripts, attachments or the like."""
    return _noted(view, ACTIVE_CONTENT, FlagCode.ACTIVE_CONTENT)


def broken_signature(view: CaseView) -> Flag | None:
    """Notice files whose electronic signature does not hold."""
    return _noted(view, SIGNATURE_BROKEN, FlagCode.FILE_SIGNATURE_BROKEN)


def _noted(view: CaseView, note: str, code: FlagCode) -> Flag | None:
    """Flag the files with a note that bear on the case."""
    papers = papers_noted(view, note)
    return None if papers is None else raise_flag(view, code, Notice(papers))


def papers_noted(view: CaseView, note: str) -> tuple[Paper, ...] | None:
    """
    Return the case's papers in files with a note; None if no such file bears on the case.

    A file without papers bears on every case.
    """
    noted = {report.name for report in view.question.files.values() if note in report.notes}
    with_papers = {ref.file for paper in view.question.papers.documents for ref in paper.pages}
    papers = tuple(
        paper for paper in view.relevant if any(ref.file in noted for ref in paper.pages)
    )
    return papers if papers or noted - with_papers else None


def low_quality(view: CaseView) -> Flag | None:
    """Notice pages that were hard to read or not read at all, while they can be scanned again."""
    poor = [(paper, page) for paper, page in view.pages() if page.quality.warnings]
    unread = unread_pages(view.question.papers)
    if not poor and not unread:
        return None
    named = [f"{page.file} p.{page.page}" for _, page in poor] + [_named(ref) for ref in unread]
    notice = Notice(
        papers=tuple(paper for paper, _ in poor),
        evidence=tuple(whole_page(page) for _, page in poor),
        detail=plain("、".join(named)),
    )
    return raise_flag(view, FlagCode.LOW_QUALITY, notice)


def _named(ref: PageRef) -> str:
    """Name a page for people."""
    return f"{ref.file} p.{ref.page}"


def duplicate_pages(view: CaseView) -> Flag | None:
    """Notice one page that came in more than once, rescans too; empty pages are all alike."""
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper, page in view.pages():
        if page.fingerprint and not page.blank:
            groups[page.fingerprint].append(paper)
    repeated = [paper for group in groups.values() if len(group) > 1 for paper in group]
    vouchers = [paper for paper in view.relevant if isinstance(paper, VoucherPaper)]
    repeated += [paper for pair in rescans(view.question, vouchers) for paper in pair]
    return raise_flag(view, FlagCode.DUPLICATE_PAGE, Notice(tuple(repeated))) if repeated else None
