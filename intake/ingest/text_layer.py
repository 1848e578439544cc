"""A PDF page's text layer, as a hint: what it says has to be borne out by the picture."""

import contextlib
import logging
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pdfplumber
from pdfplumber.page import Page

from intake.ingest.limits import Limits
from intake.ingest.pdf_content import Rect
from intake.page_image import LayerWord

MOST_WORDS = 20_000
"""The densest payroll sheet has some 3,000."""

_RING_AGAIN_S = 1.0
"""Long enough for the block to be left between two rings."""


class _TimeIsUp(BaseException):
    """Raised inside the parser; not an Exception, so that none of its handlers swallows it."""


def read_layer(path: Path, number: int, shown: Rect, limits: Limits) -> tuple[LayerWord, ...]:
    """
    Return the words of a page's text layer, placed on the page as it is drawn.

    `shown` is the part of the page that is drawn, in points before /Rotate; words outside it are
    not `drawn`. A layer that cannot be
    read, or not in time, is no hint: the result is empty. The time limit holds on a main thread,
    which is where a worker reads its pages.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # odd fonts are no news to a user
    try:
        with _deadline(limits.layer_seconds), pdfplumber.open(path, pages=[number]) as document:
            return _words(document.pages[0], shown)
    except (_TimeIsUp, Exception):  # noqa: BLE001  # a parser of hostile text may raise anything
        return ()


def _words(page: Page, shown: Rect) -> tuple[LayerWord, ...]:
    left, top, right, bottom = _turned(page, shown)
    width, height = right - left, bottom - top
    words = []
    for word in page.extract_words()[:MOST_WORDS]:
        xs = ((word["x0"] - left) / width, (word["x1"] - left) / width)
        ys = ((word["top"] - top) / height, (word["bottom"] - top) / height)
        on_page = xs[1] > 0 and ys[1] > 0 and xs[0] < 1 and ys[0] < 1
        (x0, x1), (y0, y1) = (_within(xs), _within(ys))
        words.append(LayerWord(word["text"], (x0, y0, x1, y1), drawn=on_page))
    return tuple(words)


def _within(ends: tuple[float, float]) -> tuple[float, float]:
    """Keep a stretch on the page; one that lies outside shrinks to nothing at the edge."""
    return min(max(ends[0], 0.0), 1.0), min(max(ends[1], 0.0), 1.0)


def _turned(page: Page, shown: Rect) -> tuple[float, float, float, float]:
    """
    Return left, top, right, bottom of the shown part where pdfplumber puts its words.

    Its own crop box is turned without regard to the media box and lies elsewhere when both differ.
    """
    x0, y0, x1, y1 = page.page_obj.mediabox
    left, bottom, right, top = shown
    inside = {
        0: (left - x0, y1 - top, right - x0, y1 - bottom),
        90: (bottom - y0, left - x0, top - y0, right - x0),
        180: (x1 - right, bottom - y0, x1 - left, top - y0),
        270: (y1 - top, x1 - right, y1 - bottom, x1 - left),
    }[page.rotation]
    across, down = page.mediabox[:2]
    return inside[0] + across, inside[1] + down, inside[2] + across, inside[3] + down


@contextlib.contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """
    Raise _TimeIsUp inside the block after so many seconds, if this is the main thread.

    The alarm rings until it is heard: python swallows what is raised inside a destructor or a hook
    of its garbage collector, and a single ring that fell there would leave the block endless.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _RING_AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
