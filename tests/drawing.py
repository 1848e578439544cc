"""Thin helpers over `samples` for tests: one page, one seal, one line, with its truth."""

from io import BytesIO
from random import Random

import numpy as np
import pypdfium2
from PIL import Image, ImageOps

from intake.page_image import Pixels
from models.marks import SealKind, SealShape
from samples import seals
from samples.cases import DrawnCase
from samples.raster import render
from samples.seals import Engraving, Touch
from samples.sheet import DrawnSeal, Sheet
from samples.truth import PageTruth


def page_pixels(case: DrawnCase, page: PageTruth, dpi: float = 150) -> np.ndarray:
    """Return a delivered page as a viewer shows it: (height, width, 3) RGB."""
    content = case.files[page.file]
    if page.file.endswith(".pdf"):
        return pdf_pixels(content, page.page, dpi)
    image = Image.open(BytesIO(content))
    image.seek(page.page - 1)
    return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))


def pdf_pixels(content: bytes, page: int = 1, dpi: float = 150) -> np.ndarray:
    """Draw a page of a PDF: (height, width, 3) RGB."""
    document = pypdfium2.PdfDocument(content)
    try:
        return np.asarray(document[page - 1].render(scale=dpi / 72).to_pil().convert("RGB"))
    finally:
        document.close()


def crop(pixels: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    """Cut out a box given in fractions."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = box
    return pixels[
        int(top * height) : max(int(np.ceil(bottom * height)), int(top * height) + 1),
        int(left * width) : max(int(np.ceil(right * width)), int(left * width) + 1),
    ]


def red_share(pixels: np.ndarray) -> float:
    """Return the share of pixels that are clearly red."""
    values = pixels.astype(int)
    red = (values[..., 0] - values[..., 1] > 30) & (values[..., 0] - values[..., 2] > 20)
    return float(red.mean())


def bgr(pixels: np.ndarray) -> Pixels:
    """Turn RGB into the pipeline's BGR."""
    return np.ascontiguousarray(pixels[..., ::-1])


def one_seal(
    owner: str = "北京宏达科技有限公司",
    kind: SealKind = SealKind.FINANCIAL,
    touch: Touch | None = None,
    *,
    dpi: float = 200,
    face: str = "noto-serif-bold",
) -> tuple[np.ndarray, DrawnSeal]:
    """Draw one seal on a small white sheet of 60 x 60 mm: RGB pixels and its truth."""
    purpose = {
        SealKind.FINANCIAL: "财务专用章",
        SealKind.CONTRACT: "合同专用章",
        SealKind.HR: "人事专用章",
    }.get(kind, "")
    cut = Engraving(kind, SealShape.ROUND, (40.0, 40.0), owner, face, purpose=purpose)
    sheet = Sheet(60, 60)
    seals.press(sheet, cut, (30, 30), touch or Touch(turn=0.0), Random(1))
    return render(sheet, dpi), sheet.seals[0]
