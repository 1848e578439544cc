"""Fill the report's template."""

from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from intake.report.crops import PagePictures
from intake.report.ledger import ledger
from intake.report.words import SEALS, WORDS
from models.case import CaseFile, CaseSeal
from models.evidence import Evidence


def mask_id(number: str | None) -> str:
    """Show an ID number as its first and last character: the rest is nobody's business on paper."""
    if not number:
        return "—"
    return number if len(number) < 3 else number[0] + "*" * (len(number) - 2) + number[-1]


def render_report(case: CaseFile, pictures: Mapping[tuple[str, int], PagePictures]) -> str:
    """
    Return the report as one self-contained HTML page.

    Args:
        case: the decided case.
        pictures: overlays and crops by file and page; a page without pictures is shown without.
    """
    template = _environment().from_string(
        files(__package__).joinpath("report.html").read_text(encoding="utf-8")
    )

    def crop(place: Evidence | CaseSeal) -> str | None:
        page = pictures.get((place.file, place.page))
        return page.crops.get(place.bbox_frac) if page else None

    def strip(seal: CaseSeal) -> str | None:
        page = pictures.get((seal.file, seal.page))
        return page.seals.get(seal.bbox_frac) if page else None

    return template.render(
        case=case,
        ledger=ledger(case),
        crop=crop,
        strip=strip,
        overlays={key: page.page for key, page in pictures.items()},
        words=WORDS,
        seals=SEALS,
        mask_id=mask_id,
    )


def _environment() -> Environment:
    # A template from a string has no name to judge by, so escaping is switched on outright:
    # whatever the papers say is text.
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
