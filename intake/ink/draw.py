"""Draw what the network sees: every ink in its own colour, seals outlined with their scores."""

import cv2
import numpy as np

from intake.ink.network import InkMaps
from intake.page_image import Pixels

LIKELY = 127
INKS: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("print_", (120, 120, 120)),
    ("rules", (200, 200, 120)),
    ("finger", (0, 150, 230)),
    ("seal", (60, 60, 220)),
    ("pen", (200, 90, 20)),
)
"""Name of the map and its colour (BGR), later ones over earlier ones."""
REGION = (225, 225, 255)


def draw_maps(maps: InkMaps) -> Pixels:
    """Return a picture, (height, width, 3) in BGR, at the maps' own resolution."""
    drawn = np.full((*maps.pen.shape, 3), 255, np.uint8)
    drawn[maps.region > LIKELY] = REGION
    for name, colour in INKS:
        drawn[getattr(maps, name) > LIKELY] = colour
    for spot in maps.spots:
        box = spot.scaled(maps.scale).box
        corners = (round(box.left), round(box.top)), (round(box.right), round(box.bottom))
        cv2.rectangle(drawn, *corners, (40, 140, 40), 2)
        text = f"{spot.shape} {spot.score:.2f}"
        cv2.putText(drawn, text, corners[0], cv2.FONT_HERSHEY_SIMPLEX, 0.5, (40, 140, 40), 1)
    return drawn
