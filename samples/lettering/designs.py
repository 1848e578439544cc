"""Seals of any design to learn from: names of any characters, rims and letters of any measure."""

from dataclasses import replace
from random import Random

from models.marks import SealKind, SealShape
from samples.engravings import cut_seals
from samples.ids import credit_code, seal_code
from samples.seals import Engraving
from samples.studio import Studio

FACES = (
    "noto-serif-bold",
    "noto-serif-bold",
    "noto-serif",
    "noto-serif",
    "noto-sans",
    "noto-sans-bold",
    "microhei",
    "microhei-bold",
    "ukai",
    "ukai-bold",
)
"""Faces of the tuning set: those of the reporting set are kept out."""
PURPOSES = (
    "财务专用章",
    "合同专用章",
    "人事专用章",
    "业务专用章",
    "发票专用章",
    "人力资源部",
    "财务章",
    "资料专用章",
    "收货专用章",
    "工会委员会",
    "办公室",
    "项目部",
    "现金付讫",
    "转账收讫",
    "合同专用章(1)",
    "劳动人事专用章",
)
FORMS = (
    "有限公司",
    "有限责任公司",
    "股份有限公司",
    "公司",
    "厂",
    "中心",
    "事务所",
    "学校",
    "集团有限公司",
)
FIRST_LEVEL = range(0xB0, 0xD8)
"""Rows of GB 2312 that hold its 3,755 usual characters."""


def any_seal(studio: Studio) -> Engraving:
    """Cut a seal: one of a company's own, one of another design, or a square one."""
    draw = studio.rng.random()
    if draw < 0.3:
        box = cut_seals(studio, studio.company())
        cuts = (box.official, box.financial, box.contract, box.invoice, box.hr)
        return replace(studio.rng.choice(cuts), face=studio.rng.choice(FACES))
    if draw < 0.86:
        return _round_or_oval(studio)
    return _square(studio)


def any_name(studio: Studio) -> str:
    """Invent a name: a company's, or any characters before a legal form."""
    rng = studio.rng
    if rng.random() < 0.25:
        return studio.company().name
    place = rng.choice(("", "", any_characters(rng, 2), rng.choice(studio.words.places).name))
    return place + any_characters(rng, rng.randint(3, 9)) + rng.choice(FORMS)


def any_characters(rng: Random, count: int) -> str:
    """Draw usual characters."""
    return "".join(_character(rng) for _ in range(count))


def _character(rng: Random) -> str:
    while True:
        code = bytes((rng.choice(FIRST_LEVEL), rng.randint(0xA1, 0xFE)))
        try:
            return code.decode("gb2312")
        except UnicodeDecodeError:
            continue


def _round_or_oval(studio: Studio) -> Engraving:
    rng = studio.rng
    shape = rng.choices((SealShape.ROUND, SealShape.ELLIPSE), (5, 1))[0]
    long = rng.uniform(28, 58) if rng.random() < 0.15 else rng.uniform(36, 46)
    flat = long * (rng.uniform(0.64, 0.8) if shape is SealShape.ELLIPSE else 1)
    centre = rng.choice(("", "", "", credit_code(rng, "110105"), "2019.05.20"))
    purpose = rng.choice(PURPOSES) if rng.random() < 0.65 else ""
    if purpose and rng.random() < 0.2:
        purpose = any_characters(rng, rng.randint(2, 6))
    return Engraving(
        SealKind.OTHER,
        shape,
        (long, flat),
        any_name(studio),
        rng.choice(FACES),
        purpose=purpose,
        centre=centre,
        code=seal_code(rng, "110105") if rng.random() < 0.5 else "",
        star=not centre and rng.random() < 0.65,
        border=rng.uniform(0.5, 1.6),
        inner_ring=rng.choice((0.0, 0.0, 0.0, rng.uniform(1.4, 2.6))),
        letter=flat * rng.uniform(0.10, 0.145),
        purpose_size=flat * rng.uniform(0.09, 0.12),
    )


def _square(studio: Studio) -> Engraving:
    rng = studio.rng
    if rng.random() < 0.45:
        name, side = any_name(studio)[-16:] + rng.choice(PURPOSES[:5]), rng.uniform(24, 34)
    else:
        text = (
            studio.person().name if rng.random() < 0.3 else any_characters(rng, rng.randint(2, 3))
        )
        name, side = text + rng.choice(("印", "之印", "章", "")), rng.uniform(12, 24)
    return Engraving(
        SealKind.LEGAL_REP,
        SealShape.SQUARE,
        (side, side),
        name,
        rng.choice(FACES),
        border=rng.uniform(0.5, 1.1),
        in_relief=rng.random() < 0.75,
    )
