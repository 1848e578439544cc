"""Pages drawn by `samples`, as the upright pictures that the marks are found on."""

from dataclasses import dataclass, field
from functools import cache
from random import Random

import numpy as np

from intake.ink.network import InkMaps, InkNetwork, open_ink
from intake.page_image import LineText, PageImage, Pixels
from models.evidence import Box
from models.marks import SealKind, SealShape
from models.page import Channel, ColourMode, Frame, Quality
from samples import seals
from samples.raster import render
from samples.seals import Engraving, Touch
from samples.sheet import Sheet

COMPANY = "北京宏达科技有限公司"
FACE = "noto-serif-bold"


@cache
def network() -> InkNetwork:
    """The network as it is shipped, loaded once for all tests."""
    return open_ink()


def look(page: PageImage) -> InkMaps:
    return network().look(page)


def page_of(sheet: Sheet, dpi: float = 200) -> PageImage:
    return page_image(np.ascontiguousarray(render(sheet, dpi)[..., ::-1]), dpi)


def page_image(bgr: Pixels, dpi: float = 200) -> PageImage:
    height, width = bgr.shape[:2]
    to_delivered = (1 / width, 0.0, 0.0, 0.0, 1 / height, 0.0, 0.0, 0.0, 1.0)
    return PageImage(
        file="a.png",
        page=1,
        pixels=bgr,
        frame=Frame(width=width, height=height, dpi=dpi, to_delivered=to_delivered),
        rotation=0,
        channel=Channel.SCAN,
        quality=Quality(dpi=dpi, colour=ColourMode.COLOUR),
        delivered_size=(width, height),
    )


def grey_copy(page: PageImage) -> PageImage:
    grey = page.pixels.astype(np.float32) @ np.array([0.15, 0.40, 0.45], np.float32)
    return page_image(np.repeat(grey[..., None], 3, 2).astype(np.uint8), page.frame.dpi)


def engraving(kind: SealKind = SealKind.OFFICIAL, owner: str = COMPANY, **more) -> Engraving:
    purpose = {
        SealKind.FINANCIAL: "财务专用章",
        SealKind.CONTRACT: "合同专用章",
        SealKind.HR: "人事专用章",
        SealKind.INVOICE: "发票专用章",
    }.get(kind, "")
    given = {"purpose": purpose, **more}
    return Engraving(kind, SealShape.ROUND, (40.0, 40.0), owner, FACE, **given)


def invoice_seal(owner: str = COMPANY) -> Engraving:
    return Engraving(
        SealKind.INVOICE,
        SealShape.ELLIPSE,
        (40.0, 30.0),
        owner,
        FACE,
        purpose="发票专用章",
        centre="91110108MA01ABCD2X",
        star=False,
        letter=4.0,
        purpose_size=3.6,
    )


def name_chop(name: str = "张立国印", side: float = 18.0) -> Engraving:
    return Engraving(SealKind.LEGAL_REP, SealShape.SQUARE, (side, side), name, FACE, border=0.7)


def pressed(sheet: Sheet, cut: Engraving, at: tuple[float, float], **touch) -> Box:
    """Press a seal; return its box in millimetres."""
    given = {"strength": 0.9, "uneven": 0.15, **touch}
    left, top, right, bottom = seals.press(sheet, cut, at, Touch(**given), Random(7))
    return Box(left=left, top=top, right=right, bottom=bottom)


def mm_box(page: PageImage, box: Box) -> Box:
    return Box(
        left=page.mm(box.left),
        top=page.mm(box.top),
        right=page.mm(box.right),
        bottom=page.mm(box.bottom),
    )


def likeness(one: Box, other: Box) -> float:
    """Intersection over union."""
    common = one.overlap(other)
    return common / (one.area + other.area - common)


@dataclass
class Reader:
    """Reads what it is told to, crop by crop, and counts; nothing once that is used up."""

    answers: list[LineText] = field(default_factory=list)
    always: LineText = field(default_factory=lambda: LineText("", 0.0))
    read: int = 0

    def read_lines(self, crops):
        self.read += len(crops)
        return tuple(self.answers.pop(0) if self.answers else self.always for _ in crops)
