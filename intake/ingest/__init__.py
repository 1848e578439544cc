"""
From bytes to delivered pages: sniff, limit, unpack, draw.

The names below are imported when first asked for: the child that merely opens files, and `intake
--help`, need not wait for OpenCV and the PDF parsers.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.ingest.archive import Found
    from intake.ingest.limits import Limits
    from intake.ingest.load import load_page
    from intake.ingest.sources import Opened, open_sources

__all__ = ["Found", "Limits", "Opened", "load_page", "open_sources"]

HOMES = {
    "Found": "archive",
    "Limits": "limits",
    "Opened": "sources",
    "load_page": "load",
    "open_sources": "sources",
}


def __getattr__(name: str) -> object:
    """Return one of the names above from its module."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
