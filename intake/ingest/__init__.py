"""Stage 1: what came in, file by file and page by page, within limits."""

from intake.ingest.limits import Limits
from intake.ingest.load import load_page
from intake.ingest.sources import Opened, open_sources

__all__ = ["Limits", "Opened", "load_page", "open_sources"]
