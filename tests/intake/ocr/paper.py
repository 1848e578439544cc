"""White pages with print at known places, and the pages they become."""

import numpy as np
from PIL import Image, ImageDraw

from intake.page_image import LayerWord, PageImage
from models.page import Channel, ColourMode, Frame, Quality
from samples.fonts import font

DPI = 200.0
FACE = "microhei"


def blank(width=1000, height=400, colour=(255, 255, 255)):
    return np.full((height, width, 3), colour, np.uint8)


def write(pixels, text, at, *, size=32, ink=(20, 20, 20)):
    """Return the picture with a text whose left top corner is `at`, and the text's box."""
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    draw.text(at, text, font=font(FACE, size), fill=ink)
    return np.asarray(image).copy(), draw.textbbox(at, text, font=font(FACE, size))


def line(text, *, size=32, ink=(20, 20, 20), ground=(255, 255, 255), margin=12):
    """Return a crop of one line."""
    width = int(font(FACE, size).getlength(text)) + 2 * margin
    crop = blank(width, int(size * 1.6), ground)
    return write(crop, text, (margin, size * 0.2), size=size, ink=ink)[0]


def page(pixels, *, layer=(), channel=Channel.DIGITAL, colour=ColourMode.COLOUR, dpi=DPI):
    height, width = pixels.shape[:2]
    frame = Frame(
        width=width,
        height=height,
        dpi=dpi,
        to_delivered=(1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1),
    )
    quality = Quality(dpi=dpi, colour=colour)
    size = (width, height)
    return PageImage("a.pdf", 1, pixels, frame, 0, channel, quality, size, tuple(layer))


def layer_word(text, box, pixels):
    """Return a layer word over a pixel box."""
    height, width = pixels.shape[:2]
    return LayerWord(text, (box[0] / width, box[1] / height, box[2] / width, box[3] / height))
