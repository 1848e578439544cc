"""What came in and was not read: a paper may lie in it, or surely has to be sent again."""

from collections.abc import Iterator

from intake.completeness.trust import KIND_SURE
from intake.errors import UnusableFile
from models.paper import DocumentKind, FileReport, PageRef, Paper, Papers


def must_be_resent() -> frozenset[str]:
    """Return the problems after which the sender has to send another file (intake.errors)."""
    return frozenset(_codes(UnusableFile))


def _codes(error: type[UnusableFile]) -> Iterator[str]:
    yield error.code
    for narrower in error.__subclasses__():
        yield from _codes(narrower)


def may_hold_a_paper(papers: Papers) -> bool:
    """
    Say whether something legible may have been left unread.

    A file that nobody can open (encrypted, damaged, empty, of a foreign type) has to be sent again,
    so what it may have held is surely not there. A file or a page that only we failed to read may
    hold the very paper that is sought: then it is not surely missing. So may a page that was read
    and hardly understood. None of these keeps a case from being complete that fulfils the list with
    its other papers.
    """
    hopeless = must_be_resent()
    failed = any(r.problem is not None and r.problem not in hopeless for r in papers.files)
    return failed or bool(unread_pages(papers)) or any(map(_is_enigma, papers.documents))


def _is_enigma(paper: Paper) -> bool:
    """Say whether a paper is `other` only because nothing plainly spoke for a kind."""
    return paper.kind is DocumentKind.OTHER and paper.score < KIND_SURE


def unread_pages(papers: Papers) -> tuple[PageRef, ...]:
    """Return the pages of good files that have no reading."""
    read = {(page.file, page.page) for page in papers.pages}
    return tuple(
        PageRef(file=report.name, page=number)
        for report in papers.files
        for number in range(1, report.pages + 1)
        if not _is_unusable(report) and (report.name, number) not in read
    )


def _is_unusable(report: FileReport) -> bool:
    """Say whether the whole file has to be sent again."""
    return report.problem in must_be_resent()
