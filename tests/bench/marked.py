"""Pages with known seals and slots, as the pipeline gets them; and what it finds on them."""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.errors import IntakeError
from intake.ingest import load_page
from intake.ingest.sniff import sniff
from intake.ink.clean import without_seal_ink
from intake.kit import Kit
from intake.layout.tables import find_tables
from intake.page.blank import is_blank
from intake.page.upright import stand_upright
from intake.page_image import PageImage, PageTask
from intake.seals.find import find_seals
from intake.seals.read import SealReader
from intake.signatures.find import find_slots
from intake.signatures.place import Printed
from models.evidence import Box, BoxFrac
from models.marks import InkMark, MarkKind, Seal, SealKind, Slot
from samples.cases import random_case
from samples.studio import SetName
from samples.truth import MarkTruth, SealTruth, SlotTruth

SAME = 0.5
"""Intersection over union from which what was found is what was there."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is on a page; boxes are fractions of the delivered page."""

    name: str
    page: int
    seals: tuple[SealTruth, ...]
    slots: tuple[SlotTruth, ...] = ()
    marks: tuple[MarkTruth, ...] = ()
    ignored: tuple[BoxFrac, ...] = ()
    """Slices and the like: what is found there is neither right nor wrong."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the pipeline found on a page; boxes are fractions of the delivered page."""

    seals: tuple[tuple[BoxFrac, Seal], ...]
    slots: tuple[tuple[BoxFrac, Slot], ...]
    marks: tuple[tuple[BoxFrac, InkMark], ...]
    seconds: float
    """Time of one core for all marks, reading of words and tables not counted."""


def drawn(set_name: SetName, channels: Sequence[str], seeds: range) -> Iterator[tuple[Known, Path]]:
    """Yield every page of drawn cases, channel after channel in turn, with the file it is in."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            channel = channels[seed % len(channels)]
            case = random_case(set_name, seed, channel=channel)
            for name, content in case.files.items():
                (Path(folder) / name).write_bytes(content)
            for page in case.pages:
                known = Known(
                    f"{channel}-{seed}-{page.document}#{page.page}",
                    page.page,
                    page.seals,
                    page.slots,
                    page.marks,
                )
                yield known, Path(folder) / page.file
            for name in case.files:
                (Path(folder) / name).unlink()


def real(folder: Path) -> Iterator[tuple[Known, Path]]:
    """Yield the pictures of a folder with a `truth.jsonl`; boxes there are in pixels."""
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if not {"size", "seals"} <= row.keys():
            continue
        width, height = row["size"]

        def frac(box: Sequence[float], size: tuple[float, float] = (width, height)) -> BoxFrac:
            x0, y0, x1, y1 = (min(1, max(0, v / size[i % 2])) for i, v in enumerate(box))
            return x0, y0, x1, y1

        whole = [seal for seal in row["seals"] if seal["shape"] != "other"]
        rest = [seal for seal in row["seals"] if seal["shape"] == "other"]
        prints = row.get("fingerprints_from_dataset", [])
        yield (
            Known(
                row["file"],
                1,
                tuple(_seal(seal, frac(seal["bbox"])) for seal in whole),
                marks=tuple(
                    MarkTruth(bbox_frac=frac(box), kind=MarkKind.FINGERPRINT) for box in prints
                ),
                ignored=tuple(frac(seal["bbox"]) for seal in rest if seal["cut"]),
            ),
            folder / row["file"],
        )


def _seal(row: dict[str, str], box: BoxFrac) -> SealTruth:
    kinds = {"personal": "legal_rep", "personnel": "hr", "unknown": "unread"}
    kind = kinds.get(row["kind"], row["kind"])
    return SealTruth.model_validate(
        {
            "bbox_frac": box,
            "kind": kind if kind in set(SealKind) else "other",
            "shape": row["shape"],
            "colour": row["colour"] if row["colour"] in {"red", "blue", "black"} else "red",
            "owner_name": None,
            "seal_text": row["text"],
            "code": None,
        }
    )


def look(kit: Kit, path: Path, page: int) -> Found | None:
    """Find the marks of one page as the pipeline does; None if it is blank or cannot be read."""
    task = PageTask(file=path.name, path=str(path), type=sniff(path), page=page)
    try:
        upright = stand_upright(load_page(task, limits=kit.limits), orient=kit.orient)
    except IntakeError:
        return None
    return None if is_blank(upright) else found_on(kit, upright)


def found_on(kit: Kit, page: PageImage) -> Found:
    """Find the marks of one upright page."""
    started = time.process_time()
    maps = kit.ink.look(page)
    seals = find_seals(page, maps, reader=SealReader(kit.first, kit.letters))
    seconds = time.process_time() - started
    clean = without_seal_ink(page, seals.seals)
    words = kit.first.read_page(clean)
    tables = find_tables(clean, words)
    started = time.process_time()
    printed = Printed(words, tables)
    slots = find_slots(page, maps, printed, seals=seals.seals, engine=kit.first)
    seconds += time.process_time() - started

    def at(box: Box) -> BoxFrac:
        return page.frame.delivered(box)

    return Found(
        tuple((at(seal.box), seal) for seal in seals.seals),
        tuple((at(slot.box), slot) for slot in slots.slots),
        tuple((at(mark.box), mark) for mark in (*seals.marks, *slots.marks)),
        seconds,
    )


def same(one: BoxFrac, other: BoxFrac) -> float:
    """Return intersection over union."""
    common = overlap(one, other)
    return common / max(1e-9, area(one) + area(other) - common)


def overlap(one: BoxFrac, other: BoxFrac) -> float:
    """Return the common area."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def area(box: BoxFrac) -> float:
    """Return the area."""
    return (box[2] - box[0]) * (box[3] - box[1])
