"""What stands behind a cell: the places on the pages, what was read there, by whom, how surely."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from api.desk.standing import Standing
from models.case import CasePage
from models.evidence import BoxFrac, Evidence, FieldValue
from models.finding import Requirement

MARGIN = 0.012
"""Of the page, around a crop: enough to see what stands beside it."""
MOST_CROPS = 8
CROP_HEIGHT, WIDEST_CROP = 110, 420


@dataclass(frozen=True, slots=True)
class Crop:
    """One place on a page, to be shown."""

    evidence: Evidence
    n: int
    """The page's number in the case."""
    image: str
    width: int
    """Pixels at the height of a crop, so that nothing moves when the picture comes."""
    page: str
    """The page viewer at this place."""
    exact: str
    """The place itself, without a margin, as the picture routes want it."""


def crops_of(standing: Standing, places: Iterable[Evidence]) -> list[Crop]:
    """Return what can be shown of these places, each once."""
    seen: dict[tuple[int, BoxFrac], Crop] = {}
    for place in places:
        n = standing.number_of(place)
        if n is not None:
            seen.setdefault((n, place.bbox_frac), crop_of(standing, place, n))
    return list(islice(seen.values(), MOST_CROPS))


def crop_of(standing: Standing, place: Evidence, n: int) -> Crop:
    """Return the addresses under which a place is seen."""
    case, box = standing.case.id, wide_box(place.bbox_frac)
    sizes = {(page.file, page.page): page.width / page.height for page in _pages(standing)}
    shape = sizes.get((place.file, place.page), 0.7) * (box[2] - box[0]) / (box[3] - box[1])
    return Crop(
        place,
        n,
        image=f"/v1/cases/{case}/pages/{n}/image?width={WIDEST_CROP}&box={box_text(box)}",
        width=min(max(round(CROP_HEIGHT * shape), 40), WIDEST_CROP),
        page=f"/desk/cases/{case}/pages/{n}?box={box_text(place.bbox_frac)}",
        exact=box_text(place.bbox_frac),
    )


def _pages(standing: Standing) -> tuple[CasePage, ...]:
    return standing.file.pages if standing.file else ()


def wide_box(box: BoxFrac, margin: float = MARGIN) -> BoxFrac:
    """Return a box with a margin, cut at the page's edges and never empty."""
    x0, y0 = max(box[0] - margin, 0.0), max(box[1] - margin, 0.0)
    x1, y1 = (
        min(max(box[2] + margin, x0 + margin), 1.0),
        min(max(box[3] + margin, y0 + margin), 1.0),
    )
    return min(x0, x1 - margin), min(y0, y1 - margin), x1, y1


def box_text(box: BoxFrac) -> str:
    """Write a box as the picture routes want it."""
    return ",".join(f"{part:.5f}" for part in box)


def wage_field(standing: Standing, requirements: Sequence[Requirement]) -> FieldValue | None:
    """Return the month's gross wage with every reading of it, where the cell is about that."""
    file = standing.file
    months = [item.month for item in requirements if item.item == "wage" and item.month]
    if file is None or not months:
        return None
    wage = file.wages.get(months[0])
    return wage.field if wage else None
