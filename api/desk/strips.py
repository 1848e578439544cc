"""A seal unrolled: the legend along its ring as a straight strip, so that a person can read it."""

from io import BytesIO
from typing import Annotated

import cv2
import numpy as np
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from PIL import Image

from api.auth import Served
from api.desk.guard import PageRoute, Reader
from api.pictures import View
from api.problems import Problem
from api.store import cases
from api.store.ids import Identifier
from api.v1.answers import tagged
from models.evidence import BoxFrac

router = APIRouter(prefix="/desk/cases", route_class=PageRoute, include_in_schema=False)
RADIUS, DEPTH = 160, 0.55
"""Pixels of the round picture; the share of its radius, from the rim, that the strip shows."""
RIM = 1.06
"""A little beyond the box: the rim is often outside it."""
LENGTH, HEIGHT = 840, 92
WHITE = (255, 255, 255)
FRACTION = r"(0|1|0?\.\d{1,6}|1\.0{1,6})"
Box = Annotated[str, Query(pattern=f"^{FRACTION}(,{FRACTION}){{3}}$")]


@router.get("/{case}/pages/{n}/strip")
def show_strip(  # noqa: PLR0913, PLR0917 — each is a parameter of the request
    request: Request,
    service: Served,
    viewer: Reader,
    case: Identifier,
    n: Annotated[int, Path(ge=1, le=100_000)],
    box: Box,
) -> Response:
    """Show the legend of the seal in a box, unrolled clockwise from its foot."""
    with service.database.read() as session:
        found = cases.for_viewer(session, viewer, case)
        pages = cases.pages_for(session, found) if found else []
    if n > len(pages):
        raise Problem("not_found")
    x0, y0, x1, y1 = (float(part) for part in box.split(","))
    if x1 <= x0 or y1 <= y0:
        raise Problem("invalid")
    source, page = pages[n - 1]
    place: BoxFrac = (x0, y0, x1, y1)
    strip = unrolled(service.pictures.show(source, page, View(box=place)))
    return tagged(request, strip, "image/jpeg")


def unrolled(jpeg: bytes) -> bytes:
    """Return the ring of a seal's picture as a strip; an oval is made round first."""
    with Image.open(BytesIO(jpeg)) as opened:
        face = np.asarray(opened.convert("RGB").resize((2 * RADIUS, 2 * RADIUS)))
    reach = RADIUS * RIM
    edge = round(reach) - RADIUS + 1
    face = cv2.copyMakeBorder(face, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=WHITE)
    polar = cv2.warpPolar(
        face,
        (round(reach), LENGTH),
        (RADIUS + edge, RADIUS + edge),
        reach,
        cv2.WARP_POLAR_LINEAR | cv2.INTER_LINEAR | cv2.WARP_FILL_OUTLIERS,
    )
    # Rows go clockwise from three o'clock; the legend begins and ends at the foot.
    polar = np.roll(polar, -LENGTH // 4, axis=0)
    ring = polar[:, round(reach * (1 - DEPTH)) :]
    strip = cv2.resize(cv2.rotate(ring, cv2.ROTATE_90_COUNTERCLOCKWISE), (LENGTH, HEIGHT))
    out = BytesIO()
    Image.fromarray(strip).save(out, "JPEG", quality=85)
    return out.getvalue()
