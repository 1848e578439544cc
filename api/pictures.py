"""Pages as pictures: strangers' files are decoded in a child, once, and kept as JPEG."""

import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import cv2
import numpy as np
from PIL import Image

from api.store import pages
from api.store.blobs import Blobs, put_bytes
from api.store.database import Database
from api.store.tables import Page, Source
from intake.errors import PageFailure
from intake.ingest import Limits, load_page
from intake.overlay import draw_overlay
from intake.page_image import PageTask, Pixels
from intake.workers import Work, WorkerPool
from models.evidence import BoxFrac
from models.page import PageReading

QUALITY = 88
NARROWEST, WIDEST = 64, 4096
"""Pixels of a picture that is asked for in another width."""


@dataclass(frozen=True, slots=True)
class View:
    """How a picture is wanted."""

    kind: str = "page"
    """`page` or `overlay`."""
    width: int | None = None
    box: BoxFrac | None = None
    """Fractions of the delivered page; None for the whole page."""

    @property
    def is_plain(self) -> bool:
        """Say whether the kept picture will do as it is."""
        return self.width is None and self.box is None


def draw_page(limits: Limits, task: PageTask) -> bytes:
    """Return the delivered page as JPEG; runs in a child that may be killed."""
    return _jpeg(load_page(task, limits=limits).pixels)


class Pictures:
    """Draws pages on demand; one at a time, since drawing is quick and kept."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs
        self._pool = WorkerPool(Work(build=Limits, run=draw_page), preload=("api.pictures",))
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def show(self, source: Source, page: Page, view: View) -> bytes:
        """Return a page as JPEG; raise PageFailure or UnusableFile if it cannot be drawn."""
        kept = self._kept(source, page, view.kind)
        return kept if view.is_plain else _cut(kept, view)

    def _kept(self, source: Source, page: Page, kind: str) -> bytes:
        with self._database.read() as session:
            blob = pages.picture(session, page.id, kind)
        if blob is not None:
            return self._blobs.read(blob)
        drawn = self._overlaid(source, page) if kind == "overlay" else self._drawn(source, page)
        stored = put_bytes(self._blobs, drawn)
        with self._database.write() as session:
            pages.keep_picture(session, page.id, kind, stored.sha256)
        return drawn

    def _drawn(self, source: Source, page: Page) -> bytes:
        with TemporaryDirectory(prefix="intake-picture-") as folder, self._turn:
            path = Path(folder) / "file"
            self._blobs.fetch(source.sha256, path)
            task = PageTask(source.name, str(path), source.type, page.number)
            outcome = next(iter(list(self._pool.run([task]))))
        if outcome.result is None:
            raise outcome.failure or PageFailure("no picture")
        return outcome.result

    def _overlaid(self, source: Source, page: Page) -> bytes:
        plain = self._kept(source, page, "page")
        if page.reading is None:
            return plain
        reading = PageReading.model_validate_json(self._blobs.read(page.reading))
        return _jpeg(draw_overlay(_pixels(plain), reading))


def _pixels(jpeg: bytes) -> Pixels:
    """Decode a JPEG that we made."""
    decoded = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise PageFailure("the kept picture is damaged")
    return decoded.astype(np.uint8, copy=False)


def _jpeg(pixels: Pixels) -> bytes:
    _, encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return encoded.tobytes()


def _cut(jpeg: bytes, view: View) -> bytes:
    """Cut a place out of a picture that we made, and scale it down; never up."""
    with Image.open(BytesIO(jpeg)) as opened:
        shown: Image.Image = opened
        if view.box is not None:
            x0, y0, x1, y1 = view.box
            left, top = int(x0 * shown.width), int(y0 * shown.height)
            right, bottom = round(x1 * shown.width), round(y1 * shown.height)
            shown = shown.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
        if view.width is not None and view.width < shown.width:
            height = max(1, round(shown.height * view.width / shown.width))
            shown = shown.resize((view.width, height), Image.Resampling.LANCZOS)
        out = BytesIO()
        shown.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
