"""Lays a file that is data out as pages, by its type."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from intake.errors import PageDamaged
from intake.ingest.laid import Laid, LaidPage, PastedPage
from intake.ingest.limits import Limits
from intake.ingest.ofd.document import read_ofd
from intake.ingest.sheets.xls import read_xls
from intake.ingest.sheets.xlsx import read_xlsx
from intake.ingest.sniff import DOCX, OFD, XLS, XLSX
from intake.ingest.texts.docx import read_docx

READERS: Mapping[str, Callable[[Path, Limits], Laid]] = {
    XLSX: read_xlsx,
    XLS: read_xls,
    DOCX: read_docx,
    OFD: read_ofd,
}
"""By type: what reads a file and lays it out."""


def lay_out(path: Path, kind: str, limits: Limits) -> Laid:
    """Read and lay out a file of one of the types `LAID_OUT`. Raises UnusableFile."""
    return READERS[kind](path, limits)


def laid_page(path: Path, kind: str, number: int, limits: Limits) -> LaidPage | PastedPage:
    """Return one page, counted from 1. Raises PageDamaged, UnusableFile."""
    pages = _laid_once(path, kind, limits, path.stat().st_mtime_ns).pages
    if not 1 <= number <= len(pages):
        raise PageDamaged(f"there is no page {number}")
    return pages[number - 1]


@lru_cache(maxsize=1)
def _laid_once(path: Path, kind: str, limits: Limits, _written: int) -> Laid:
    """Lay a file out for the pages that are asked for one after the other."""
    return lay_out(path, kind, limits)
