"""The seals a company has, cut in its set's manner."""

from collections.abc import Callable
from dataclasses import dataclass

from models.marks import SealKind, SealShape
from samples import ids
from samples.seals import Engraving
from samples.studio import Company, Studio


@dataclass(frozen=True, slots=True)
class SealBox:
    """A company's seals, by what the law and the tax office call them."""

    official: Engraving
    financial: Engraving
    contract: Engraving
    invoice: Engraving
    hr: Engraving
    legal_rep: Engraving


def cut_seals(studio: Studio, company: Company) -> SealBox:
    """Have all of a company's seals cut."""
    rng, name = studio.rng, company.name
    face = studio.words.fonts.seal
    tuning = studio.set_name == "tuning"
    limited = 40.0 if "股份" not in name else 42.0
    # rules.md §8: limited companies 40 mm with special seals of 38 mm, joint-stock 42 mm.
    coded = rng.random() < 0.7
    area = company.place.area
    inner = rng.choice((0.0, 0.0, 1.9)) if tuning else rng.choice((0.0, 0.0, 0.0, 2.3))
    letter = rng.uniform(4.9, 5.6) if tuning else rng.uniform(4.6, 5.9)

    def special(kind: SealKind, purpose: str, *, star: bool) -> Engraving:
        return Engraving(
            kind,
            SealShape.ROUND,
            (limited - 2, limited - 2),
            name,
            face,
            purpose=purpose,
            code=ids.seal_code(rng, area) if coded else "",
            star=star,
            border=1.0 if tuning else 1.2,
            inner_ring=inner,
            letter=letter - 0.3,
            purpose_size=rng.uniform(3.8, 4.6),
        )

    return SealBox(
        Engraving(
            SealKind.OFFICIAL,
            SealShape.ROUND,
            (limited, limited),
            name,
            face,
            code=ids.seal_code(rng, area) if coded else "",
            border=1.0 if tuning else 1.2,
            letter=letter,
        ),
        _financial(studio, company, special),
        special(SealKind.CONTRACT, "合同专用章", star=rng.random() < 0.6),
        _invoice(studio, company),
        special(SealKind.HR, rng.choice(("人事专用章", "人力资源部")), star=True),
        _chop(studio, company),
    )


def _financial(studio: Studio, company: Company, special: Callable[..., Engraving]) -> Engraving:
    purpose = "财务专用章"
    if studio.rng.random() < 0.12:
        text = company.name + purpose
        return Engraving(
            SealKind.FINANCIAL, SealShape.SQUARE, (26.0, 26.0), text, studio.words.fonts.seal
        )
    return special(SealKind.FINANCIAL, purpose, star=studio.rng.random() < 0.55)


def _invoice(studio: Studio, company: Company) -> Engraving:
    """Cut the invoice seal (SAT Announcement 2011 No. 7: 40 x 30 mm, number in the centre)."""
    return Engraving(
        SealKind.INVOICE,
        SealShape.ELLIPSE,
        (40.0, 30.0),
        company.name,
        studio.words.fonts.seal,
        purpose="发票专用章",
        centre=company.uscc,
        star=False,
        letter=4.0,
        purpose_size=3.6,
    )


def _chop(studio: Studio, company: Company) -> Engraving:
    name = company.legal_rep.name
    side = studio.rng.choice((16.0, 18.0, 20.0))
    relief = studio.rng.random() < 0.8
    text = name + ("印" if len(name) == 3 else "之印")
    return Engraving(
        SealKind.LEGAL_REP,
        SealShape.SQUARE,
        (side, side),
        text,
        studio.words.fonts.seal,
        border=0.7,
        in_relief=relief,
    )
