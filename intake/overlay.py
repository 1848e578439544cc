"""Draw what the pipeline believes onto the page: for developers, for reviewers, for bug reports."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from intake.fonts import label_font
from intake.page_image import Pixels
from models.evidence import Box
from models.marks import Slot, SlotState
from models.page import PageReading

Colour = tuple[int, int, int]
Corners = tuple[tuple[float, float], ...]

WORD, CELL, SEAL, MARK, HIDDEN, SECOND = (
    (70, 110, 190),
    (30, 150, 110),
    (190, 30, 140),
    (0, 140, 170),
    (230, 90, 0),
    (120, 70, 200),
)
SLOT: dict[SlotState, Colour] = {
    SlotState.SIGNED: (20, 140, 50),
    SlotState.UNSIGNED: (205, 30, 30),
    SlotState.UNSURE: (215, 140, 0),
}
SEAL_NAMES = {
    "official": "公章",
    "financial": "财务专用章",
    "contract": "合同章",
    "invoice": "发票章",
    "hr": "人事章",
    "legal_rep": "名章",
    "other": "其他章",
    "unread": "未读章",
}
SLOT_NAMES = {"signed": "已签", "unsigned": "未签", "unsure": "待定"}


@dataclass(frozen=True, slots=True)
class Shape:
    """One outline to draw, in pixels of the delivered page."""

    corners: Corners
    colour: Colour
    width: int
    label: str = ""


def draw_overlay(pixels: Pixels, reading: PageReading) -> Pixels:
    """
    Return a copy of the delivered page with every belief outlined and named.

    Args:
        pixels: the delivered page, (height, width, 3) in BGR.
        reading: what was read on it.
    """
    height, width = pixels.shape[:2]
    pale = 255 - (255 - pixels.astype(np.uint16)) * 3 // 4  # so that outlines stand out
    image = Image.fromarray(pale.astype(np.uint8)[:, :, ::-1].copy())
    pen = ImageDraw.Draw(image)
    unit = max(1, round(min(width, height) / 900))
    for shape in shapes(reading, width, height):
        _outline(pen, shape, unit, width)
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def shapes(reading: PageReading, width: int, height: int) -> Iterator[Shape]:
    """Yield the outlines, faintest first, so that marks lie over words."""

    def corners(box: Box) -> Corners:
        points = (
            (box.left, box.top),
            (box.right, box.top),
            (box.right, box.bottom),
            (box.left, box.bottom),
        )
        mapped = (reading.frame.point(x, y) for x, y in points)
        return tuple((x * width, y * height) for x, y in mapped)

    for table in reading.tables:
        yield from (Shape(corners(cell.box), CELL, 1) for cell in table.cells)
    yield from (Shape(corners(word.box), WORD, 1) for word in reading.words)
    yield from (Shape(corners(word.box.grown(2)), SECOND, 1) for word in reading.second)
    yield from (
        Shape(corners(word.box), HIDDEN, 2, f"看不见的文字 {word.text}")
        for word in reading.hidden_text
    )
    for mark in reading.ink_marks:
        yield Shape(corners(mark.box), MARK, 1, f"{mark.kind} {mark.score:.2f}")
    for slot in reading.slots:
        yield Shape(corners(slot.box), SLOT[slot.state], 2, _slot_label(slot))
    for seal in reading.seals:
        text = f"{SEAL_NAMES[seal.kind]} {seal.owner_name or ''} {seal.score:.2f}"
        yield Shape(corners(seal.box), SEAL, 3, text)


def _slot_label(slot: Slot) -> str:
    return f"{slot.label} {SLOT_NAMES[slot.state]} {slot.found} {slot.score:.2f}"


def _outline(pen: ImageDraw.ImageDraw, shape: Shape, unit: int, page_width: int) -> None:
    pen.line((*shape.corners, shape.corners[0]), fill=shape.colour, width=shape.width * unit)
    if not shape.label:
        return
    font = label_font(11 * unit)
    x = max(point[0] for point in shape.corners) + 3 * unit
    y = min(point[1] for point in shape.corners) + 2 * unit
    left, top, right, bottom = pen.textbbox((x, y), shape.label, font=font)
    if right > page_width:  # beside the outline where there is room, else above its right end
        x, y = page_width - (right - left) - 2 * unit, max(y - 16 * unit, 0)
        left, top, right, bottom = pen.textbbox((x, y), shape.label, font=font)
    pen.rectangle((left - 1, top - 1, right + 1, bottom + 1), fill=(255, 255, 255))
    pen.text((x, y), shape.label, fill=shape.colour, font=font)
