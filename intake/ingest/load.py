"""From a task to a page's pixels: the only door through which pixels come in."""

import hashlib
from io import BytesIO
from pathlib import Path

from intake.errors import PageDamaged
from intake.ingest.laid import LaidPage, PastedPage
from intake.ingest.laid_draw import draw
from intake.ingest.lay_out import laid_page
from intake.ingest.limits import Limits
from intake.ingest.pdf_page import Drawn, load_pdf_page
from intake.ingest.picture import load_picture
from intake.ingest.sniff import HEAD_BYTES, LAID_OUT, PDF, PICTURES, sniff_head
from intake.page_image import DeliveredPage, PageTask, Pixels
from models.page import Channel


def load_page(task: PageTask, *, limits: Limits) -> DeliveredPage:
    """
    Return the page as a viewer shows it: BGR, /Rotate and EXIF applied, nothing else done to it.

    Born-digital pages, and those laid out from data, are drawn at 200 dpi, scans keep the
    resolution they were made at. Raises PageDamaged or UnusableFile. PDFium knows one thread only:
    call this in processes, never in threads side by side.
    """
    path = Path(task.path)
    pixels, dpi, channel, layer = _loaded(path, task, limits)
    return DeliveredPage(
        file=task.file,
        page=task.page,
        pixels=pixels,
        dpi=dpi,
        channel=channel,
        layer=layer,
        fingerprint=fingerprint(pixels),
        exact=task.type in LAID_OUT and channel is Channel.DIGITAL,
    )


def _loaded(path: Path, task: PageTask, limits: Limits) -> Drawn:
    """Load by type."""
    if task.type == PDF:
        return load_pdf_page(path, task.page, limits)
    if task.type in LAID_OUT:
        return _laid_out(laid_page(path, task.type, task.page, limits), limits)
    pixels, dpi = load_picture(path, task.type, task.page, limits)
    return pixels, dpi, Channel.SCAN, ()


def _laid_out(page: LaidPage | PastedPage, limits: Limits) -> Drawn:
    """Draw a page of data; a paper pasted into a document is as good as a picture file."""
    if isinstance(page, LaidPage):
        pixels, dpi, layer = draw(page, limits)
        return pixels, dpi, Channel.DIGITAL, layer
    kind = sniff_head(page.content[:HEAD_BYTES])
    if kind not in PICTURES:
        raise PageDamaged("the pasted picture is of a kind that is not read")
    pixels, own_dpi = load_picture(BytesIO(page.content), kind, 1, limits)
    return pixels, own_dpi, Channel.SCAN, ()


def fingerprint(pixels: Pixels) -> str:
    """Return a hash that is equal for equal pictures only."""
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(pixels.tobytes())
    return digest.hexdigest()
