"""The address without a path leads to the desk."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

router = APIRouter(include_in_schema=False)


@router.get("/")
def go_to_desk() -> RedirectResponse:
    """Lead on to the desk."""
    return RedirectResponse("/desk", 303)
