"""The readers that are compared, each in a process of its own on the same core."""

import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

from models.page import Channel, Frame, Quality
from tests.bench.pages import DrawnPage
from tests.bench.scoring import Read

Reader = Callable[[DrawnPage], list[Read]]
MIB = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reader said of one page, and what it cost."""

    read: list[Read]
    seconds: float
    """Of the CPU, programs it started included: the wall clock also tells of other processes."""


def build_ours() -> Reader:
    """Our own reading alone."""
    from intake.ocr.ppocr import open_ppocr  # noqa: PLC0415
    from intake.page_image import PageImage  # noqa: PLC0415

    engine = open_ppocr()

    def read(page: DrawnPage) -> list[Read]:
        height, width = page.pixels.shape[:2]
        frame = Frame(
            width=width,
            height=height,
            dpi=page.dpi,
            to_delivered=(1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1),
        )
        quality = Quality(dpi=page.dpi, colour=page.colour)
        image = PageImage(
            page.name, 1, page.pixels, frame, 0, Channel.SCAN, quality, (width, height)
        )
        return [Read(word.text, frame.delivered(word.box)) for word in engine.read_page(image)]

    return read


def build_whole() -> Reader:
    """The whole way of a page: upright, seals, words, tables, slots, the second reader."""
    from PIL import Image  # noqa: PLC0415

    from intake.ingest import Limits  # noqa: PLC0415
    from intake.kit import Kit  # noqa: PLC0415
    from intake.page_image import PageTask  # noqa: PLC0415
    from intake.pipeline import read_page  # noqa: PLC0415

    kit = Kit.build(Limits())
    folder = Path(tempfile.mkdtemp(prefix="bench-"))

    def read(page: DrawnPage) -> list[Read]:
        path = folder / "page.tiff"  # uncompressed: writing and reading it costs next to nothing
        Image.fromarray(page.pixels[:, :, ::-1]).save(path, dpi=(page.dpi, page.dpi))
        task = PageTask(file=path.name, path=str(path), type="image/tiff", page=1)
        reading = read_page(kit, task)
        return [Read(word.text, reading.frame.delivered(word.box)) for word in reading.words]

    return read


def build_rapidocr() -> Reader:
    """Rapidocr as its README uses it: its default engine, onnxruntime, on one thread."""
    from rapidocr import RapidOCR  # noqa: PLC0415

    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def read(page: DrawnPage) -> list[Read]:
        height, width = page.pixels.shape[:2]
        found = engine(page.pixels)
        if found.boxes is None:
            return []
        return [
            Read(
                text,
                (
                    box[:, 0].min() / width,
                    box[:, 1].min() / height,
                    box[:, 0].max() / width,
                    box[:, 1].max() / height,
                ),
            )
            for text, box in zip(found.txts, found.boxes, strict=True)
        ]

    return read


def build_pytesseract() -> Reader:
    """Pytesseract on the whole page: chi_sim, automatic page segmentation."""
    import pytesseract  # noqa: PLC0415

    def read(page: DrawnPage) -> list[Read]:
        height, width = page.pixels.shape[:2]
        found = pytesseract.image_to_data(
            page.pixels[:, :, ::-1],
            lang="chi_sim",
            config=f"--psm 3 --dpi {page.dpi:.0f}",
            output_type=pytesseract.Output.DICT,
        )
        names = ("text", "left", "top", "width", "height")
        return [
            Read(text, (x / width, y / height, (x + w) / width, (y + h) / height))
            for text, x, y, w, h in zip(*(found[name] for name in names), strict=True)
            if text.strip()
        ]

    return read


BUILDERS = {
    "ours": build_ours,
    "whole page": build_whole,
    "rapidocr": build_rapidocr,
    "pytesseract": build_pytesseract,
}


class Child:
    """A reader in its own process: its memory is its own, and it can be asked page by page."""

    def __init__(self, name: str, core: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(name, core, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.close()
        self._process.join(10)

    def ask(self, page: DrawnPage) -> Answer:
        """Have a page read."""
        self._ours.send(page)
        answer: Answer = self._ours.recv()
        return answer

    def peak_mib(self) -> float:
        """Return the most memory that it, or a program it started, has held so far."""
        self._ours.send(None)
        return float(self._ours.recv())


def _serve(name: str, core: int, pipe: Connection) -> None:
    os.environ.update(OMP_NUM_THREADS="1", OMP_THREAD_LIMIT="1")
    os.sched_setaffinity(0, {core})
    import cv2  # noqa: PLC0415

    cv2.setNumThreads(1)
    read = BUILDERS[name]()
    while True:
        try:
            page = pipe.recv()
        except EOFError:
            return
        if page is None:
            pipe.send(_peak())
            continue
        begun = _spent()
        found = read(page)
        pipe.send(Answer(found, _spent() - begun))


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / MIB
