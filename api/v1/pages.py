"""Pages as pictures, plain and with what was found drawn onto them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.auth import CaseReader, Served
from api.pictures import NARROWEST, WIDEST, View
from api.problems import Problem, told
from api.store import cases
from api.store.ids import Identifier
from api.v1.answers import tagged
from models.evidence import BoxFrac

router = APIRouter(prefix="/v1/cases/{case}/pages/{n}", tags=["pages"])

Number = Annotated[int, Path(ge=1, le=100_000)]
Width = Annotated[int | None, Query(ge=NARROWEST, le=WIDEST, description="Pixels; never larger")]
Place = Annotated[
    str | None,
    Query(
        pattern=r"^(0|1|0?\.\d{1,6}|1\.0{1,6})(,(0|1|0?\.\d{1,6}|1\.0{1,6})){3}$",
        description="x0,y0,x1,y1 as fractions of the page: a place instead of the whole",
    ),
]
JPEG: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get(
    "/{kind}",
    response_class=Response,
    responses=JPEG,
    openapi_extra=told("page_unreadable", "unusable_file"),
)
def show_page(  # noqa: PLR0913, PLR0917 — each is a parameter of the request
    request: Request,
    service: Served,
    viewer: CaseReader,
    case: Identifier,
    n: Number,
    kind: Literal["image", "overlay"],
    width: Width = None,
    box: Place = None,
) -> Response:
    """Show a page as JPEG: as it was delivered, or with everything that was found on it."""
    with service.database.read() as session:
        found = cases.for_viewer(session, viewer, case)
        pages = cases.pages_for(session, found) if found else []
    if n > len(pages):
        raise Problem("not_found")
    source, page = pages[n - 1]
    view = View("overlay" if kind == "overlay" else "page", width, _box(box))
    picture = service.pictures.show(source, page, view)
    answer = tagged(request, picture, "image/jpeg")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _box(text: str | None) -> BoxFrac | None:
    if text is None:
        return None
    x0, y0, x1, y1 = (float(part) for part in text.split(","))
    if x1 <= x0 or y1 <= y0:
        raise Problem("invalid", errors=[{"at": ["query", "box"], "why": "empty"}])
    return x0, y0, x1, y1
