"""From a task to a page's pixels: the only door through which pixels come in."""

import hashlib
from pathlib import Path

from intake.ingest.limits import Limits
from intake.ingest.pdf_page import load_pdf_page
from intake.ingest.picture import load_picture
from intake.ingest.sniff import PDF
from intake.page_image import DeliveredPage, LayerWord, PageTask, Pixels
from models.page import Channel


def load_page(task: PageTask, *, limits: Limits) -> DeliveredPage:
    """
    Return the page as a viewer shows it: BGR, /Rotate and EXIF applied, nothing else done to it.

    Born-digital pages are drawn at 200 dpi, scans keep the resolution they were made at. Raises
    PageDamaged or UnusableFile. PDFium knows one thread only: call this in processes, never in
    threads side by side.
    """
    path = Path(task.path)
    layer: tuple[LayerWord, ...] = ()
    channel = Channel.SCAN
    if task.type == PDF:
        pixels, dpi, channel, layer = load_pdf_page(path, task.page, limits)
    else:
        pixels, dpi = load_picture(path, task.type, task.page, limits)
    return DeliveredPage(
        file=task.file,
        page=task.page,
        pixels=pixels,
        dpi=dpi,
        channel=channel,
        layer=layer,
        fingerprint=fingerprint(pixels),
    )


def fingerprint(pixels: Pixels) -> str:
    """Return a hash that is equal for equal pictures only."""
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(pixels.tobytes())
    return digest.hexdigest()
