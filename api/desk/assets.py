"""Scripts, styles and icons of the pages; the address names their content, so they are kept."""

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

from api.problems import Problem

router = APIRouter(prefix="/desk/static", include_in_schema=False)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
KEEP = "public, max-age=31536000, immutable"


@router.get("/{edition}/{name}")
def show_asset(edition: str, name: str) -> Response:
    """Return one of our own assets; names are looked up, never joined into a path."""
    del edition
    for folder in (files("api.desk") / "static", files("api.desk") / "static" / "vendor"):
        for path in folder.iterdir():
            kind = TYPES.get(path.name[path.name.rfind(".") :])
            if path.name == name and kind is not None:
                headers = {"Cache-Control": KEEP, "X-Content-Type-Options": "nosniff"}
                return Response(path.read_bytes(), media_type=kind, headers=headers)
    raise Problem("not_found")
