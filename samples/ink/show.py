"""Draw what the ink network sees beside a picture: `python -m samples.ink.show PICTURE OUT.png`."""

import argparse
from pathlib import Path

import cv2
import numpy as np

from intake.ingest import Limits, load_page
from intake.ingest.sniff import sniff
from intake.ink.draw import draw_maps
from intake.ink.network import open_ink
from intake.page.upright import stand_upright
from intake.page_image import PageTask, Pixels


def shown(path: Path, number: int) -> Pixels:
    """Return the upright page and its maps side by side."""
    task = PageTask(file=path.name, path=str(path), type=sniff(path), page=number)
    page = stand_upright(load_page(task, limits=Limits()), orient=None)
    drawn = draw_maps(open_ink().look(page))
    size = (drawn.shape[1], drawn.shape[0])
    small = cv2.resize(page.pixels, size, interpolation=cv2.INTER_AREA)
    return np.hstack([np.asarray(small, np.uint8), drawn])


def main() -> None:
    """Draw and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("picture", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--page", type=int, default=1)
    order = parser.parse_args()
    cv2.imwrite(str(order.out), shown(order.picture, order.page))


if __name__ == "__main__":
    main()
