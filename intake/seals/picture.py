"""A fingerprint of an impression's pixels, to notice one picture pasted twice."""

import hashlib

import numpy as np

from intake.page_image import PageImage
from models.evidence import Box


def picture_of(page: PageImage, box: Box) -> str:
    """
    Return a hash of the impression's pixels; equal only for pixel-alike impressions.

    Two honest impressions of one stamp differ in ink, place and paper, and so in nearly every byte.
    """
    cut = page.pixels[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1]
    header = np.array(cut.shape, np.int32).tobytes()
    return hashlib.blake2b(header + cut.tobytes(), digest_size=16).hexdigest()
