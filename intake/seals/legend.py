"""What the words on a seal mean: whose it is, what it is for (rules.md §8: text first)."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from models.marks import SealKind

PURPOSES: dict[SealKind, tuple[tuple[str, str], ...]] = {
    SealKind.FINANCIAL: (("财务专用章", "财"), ("财务章", "财")),
    SealKind.CONTRACT: (("合同专用章", "合同"), ("合同章", "合同")),
    SealKind.INVOICE: (("发票专用章", "发票"), ("税务专用章", "税")),
    SealKind.HR: (
        ("人事专用章", "人事"),
        ("人力资源专用章", "人力"),
        ("人力资源部", "人力"),
        ("人事部", "人事"),
        ("劳动人事专用章", "人事"),
        ("劳资专用章", "劳资"),
    ),
    SealKind.OTHER: (
        ("业务专用章", "业"),
        ("报关专用章", "报关"),
        ("项目专用章", "项目"),
        ("采购专用章", "采购"),
        ("质检专用章", "质检"),
        ("检验专用章", "检验"),
        ("收货专用章", "收货"),
        ("仓库专用章", "仓库"),
        ("档案专用章", "档案"),
        ("投标专用章", "投标"),
        ("结算专用章", "结算"),
        ("行政专用章", "行政"),
        ("资料专用章", "资料"),
        ("骑缝专用章", "骑缝"),
        ("现金收讫", "讫"),
        ("现金付讫", "讫"),
        ("财务部", "财"),
        ("监制章", "监"),
        ("工会委员会", "工会"),
        ("党支部委员会", "党"),
        ("业务部", "业"),
        ("项目部", "项目"),
        ("办公室", "办公"),
        ("销售部", "销售"),
        ("市场部", "市场"),
        ("采购部", "采购"),
    ),
}
"""Purpose text by kind, with the characters that tell it from others: one of them must be read."""
PURPOSE_LIKE = 0.6
"""Share of a purpose's characters that have to agree: one of three, two of five may be misread."""
SPECIAL = re.compile(r"专用|[专用]章$|专$")
"""A seal for one purpose, whichever: never an official seal."""

ORGANISATION = re.compile(
    r"(公司|分公司|集团|厂|店|行|社|院|所|局|厅|部|委|会|处|站|中心|学校|大学|学院|中学|小学|幼儿园"
    r"|事务所|经营部|商行|工作室|合伙企业\)?|医院|门诊部|诊所|合作社|酒店|宾馆|超市|农场|园|馆|政府|"
    r"街道办事处|办事处|协会|基金会|研究院|队)$"
)
"""Endings of an organisation's name."""
COMPANY_END = re.compile(r"^(.{3,}?(?:有限责任公司|有限公司|股份公司|分公司|总公司|公司))(.{0,4})$")
DEPARTMENT = re.compile(r"(工会|工会委员会|支部|党委|总支|支部委员会|项目部|业务部|团委)$")
"""Legends of a part of the organisation: no official seal of the whole."""
DATE = re.compile(r"(19|20)\d{2}\s*[.\-/年·]?\s*[01]?\d\s*[.\-/月·]?\s*[0-3]?\d")
SETTLED = re.compile(r"[收付]讫")
CODE = re.compile(r"(?<!\d)\d{13}(?!\d)")
TAXPAYER = re.compile(r"(?<![0-9A-Z])([0-9A-Z]{18}|[0-9A-Z]{15})(?![0-9A-Z])")
NOT_A_NAME = re.compile(r"[^一-鿿㐀-䶿()（）]")


WHOLE_BUT_LAST = 5
BUT_LAST_LIKE = 0.95
"""Likeness of a purpose of at least five characters read but for its last one, 章."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a line says the seal is for."""

    kind: SealKind
    text: str
    """The purpose in full, as it is usually engraved."""
    likeness: float


def purpose_of(text: str) -> Purpose | None:
    """Return the purpose that `text` is or contains; None if it is none, or could be several."""
    found: list[Purpose] = []
    for kind, spellings in PURPOSES.items():
        for spelling, keys in spellings:
            if not any(key in text for key in keys):
                continue
            likeness = _contained(spelling, text)
            if likeness >= PURPOSE_LIKE:
                found.append(Purpose(kind, spelling, likeness))
    found.sort(key=lambda purpose: (-purpose.likeness, -len(purpose.text)))
    return found[0] if found else None


def _contained(spelling: str, text: str) -> float:
    """
    Return how like `spelling` the likest stretch of `text` is, 0-1.

    财务专用 and one character misread is as good as whole: no other purpose begins so, and all of
    them end alike.
    """
    size = len(spelling)
    if size >= WHOLE_BUT_LAST and spelling[:-1] in text and spelling not in text:
        return BUT_LAST_LIKE
    windows = (
        [text] if len(text) <= size else [text[i : i + size] for i in range(len(text) - size + 1)]
    )
    return max(Levenshtein.normalized_similarity(spelling, window) for window in windows)


def owner_of(legend: str) -> str:
    """
    Return the name in a legend: Chinese characters and brackets only, the purpose left off.

    What follows 公司 on the ring is a scrap of the next letter or of the code's digits.
    """
    name = NOT_A_NAME.sub("", legend).replace("(", "（").replace(")", "）")
    purpose = purpose_of(name[-7:])
    if purpose is not None and len(name) > len(purpose.text) + 3:
        name = name[: -len(purpose.text)]
    match = COMPANY_END.match(name)
    return match[1] if match and not ORGANISATION.search(name) else name


def is_organisation(name: str) -> bool:
    """Say whether `name` is long enough and ends as names of organisations do."""
    return len(name) >= 4 and ORGANISATION.search(name) is not None


def code_in(texts: tuple[str, ...]) -> str | None:
    """Return the taxpayer's number or the 13-digit filing code that the texts hold."""
    for text in texts:
        folded = text.upper().replace(" ", "")
        for pattern in (CODE, TAXPAYER):
            match = pattern.search(folded)
            if match and sum(char.isdigit() for char in match[0]) >= 8:
                return match[0]
    return None
