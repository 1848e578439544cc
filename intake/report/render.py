"""Fill the report's template."""

from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from intake.page_image import Pixels
from intake.report.crops import PAGE_WIDTH, Crops, PageSource, data_uri
from intake.report.ledger import general, ledger
from intake.report.words import WORDS
from models.case import CaseFile


def mask_id(number: str | None) -> str:
    """Show an ID number as its first and last character: the rest is nobody's business on paper."""
    if not number:
        return "—"
    return number if len(number) < 3 else number[0] + "*" * (len(number) - 2) + number[-1]


def render_report(
    case: CaseFile, *, pages: PageSource, overlays: Mapping[tuple[str, int], Pixels]
) -> str:
    """
    Return the report as one self-contained HTML page.

    Args:
        case: the decided case.
        pages: gives the delivered pages, for the crops beside each finding.
        overlays: pages with the pipeline's beliefs drawn on them, by file and page.
    """
    template = _environment().from_string(
        files(__package__).joinpath("report.html").read_text(encoding="utf-8")
    )
    return template.render(
        case=case,
        ledger=ledger(case),
        general=general(case),
        crop=Crops(pages).crop,
        overlays={key: data_uri(pixels, PAGE_WIDTH) for key, pixels in overlays.items()},
        words=WORDS,
        mask_id=mask_id,
    )


def _environment() -> Environment:
    # A template from a string has no name to judge by, so escaping is switched on outright:
    # whatever the papers say is text.
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
