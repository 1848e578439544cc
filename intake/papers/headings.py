"""What the headings of payroll tables and slips mean: gross, net, and all that is neither."""

import re
import tomllib
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from intake.text.confusion import slips
from intake.text.fold import bare, simplified


class Heading(StrEnum):
    """What stands under a heading."""

    INDEX = "index"
    NAME = "name"
    ID_NUMBER = "id_number"
    STAFF_NUMBER = "staff_number"
    DEPARTMENT = "department"
    POSITION = "position"
    MONTH = "month"
    DATE = "date"
    GROSS = "gross"
    NET = "net"
    PAID = "paid"
    """An amount paid out whose name does not say more: a bank list's 金额. Never gross."""
    DEDUCTED = "deducted"
    """The sum of the deductions."""
    DEDUCTION = "deduction"
    EARNING = "earning"
    TOTAL = "total"
    """合计 alone: what it sums only its group or its place can tell."""
    ASIDE = "aside"
    """An amount that belongs to no sum: 公积金基数, 累计收入, 单位缴纳."""
    DAYS = "days"
    SIGNATURE = "signature"
    ACCOUNT = "account"
    EMPLOYER = "employer"
    NOTE = "note"


class Group(StrEnum):
    """What a heading that spans several columns gathers."""

    EARNINGS = "earnings"
    DEDUCTIONS = "deductions"


AMOUNTS = frozenset(
    {
        Heading.GROSS,
        Heading.NET,
        Heading.PAID,
        Heading.DEDUCTED,
        Heading.DEDUCTION,
        Heading.EARNING,
        Heading.TOTAL,
        Heading.ASIDE,
    }
)

_EMPLOYER_SHARE = re.compile(r"^(?:单位|公司|企业)(?:部分|承担|缴纳|缴费|缴存|负担|交纳)?")
_ASIDE = re.compile(
    r"基数|累计|应纳税|计税|税率|速算|专项|起征|免税|标准$|上月|去年|预算|单位部分|单位缴"
)
_THIS = r"^(?:本月|当月|本期|月)?"
_SUM = r"(?:工资|月薪|薪资|薪酬|薪金|收入|现金|金额|项(?=合计|小计)|合计|总额|总计|数|额|小计)*$"
_GROSS = re.compile(rf"{_THIS}(?:税前)?(?:应发|应付|应得|应领)(?:职工)?{_SUM}")
_NET = re.compile(rf"{_THIS}(?:税后)?(?:实发|实领|实付|实得|净发|实际发放|实际支付){_SUM}")
_DEDUCTED = re.compile(
    rf"{_THIS}(?:个人)?(?:代扣|应扣|扣款|扣除|扣减|扣缴|代缴|应扣款|代扣代缴|减项)+"
    r"(?:款项?|项目?)?(?:合计|小计|总额|总计|金额)$|^(?:合计|共计)(?:扣款|扣除|应扣|代扣)(?:额|金额)?$"
)
_DEDUCTION = re.compile(
    r"^(?:代?扣|代缴)|扣款$|扣除$|^个人(?:养老|医疗|失业|社保|公积金)|"
    r"(?:养老|医疗|失业|社保|公积金)(?:保险)?(?:个人|金|费)?(?:个人)?(?:部分)?$|个税$|所得税$"
)
_MARK = re.compile(r"[①-⑳]|(?<=[一-鿿])[A-Z]$")
"""What formulas in headings go by: 应发工资①, 实发工资F."""
_EARNING = re.compile(r"(?:工资|津贴|补贴|补助|奖金?|加班费?|提成|薪)$")
_UNIT = re.compile(
    r"(?:人民币)?(?:单位)?[(\[](?:人民币)?(?:单位)?[:]?元[)\]]|[(\[](?:签字|盖章|小写|大写|个人|¥|￥)[)\]]"
)
_EARNINGS_GROUP = re.compile(r"应发|应付|收入|工资构成|工资项目|薪资项目|应得|增项|加项|应领")
_DEDUCTIONS_GROUP = re.compile(r"扣|减项|代缴|个人缴|个人承担")


@lru_cache(maxsize=8192)
def heading_of(text: str) -> Heading | None:
    """Say what a heading means by itself; None for what is no known heading."""
    label = plain_label(text)
    if not label or len(label) > 14:
        return None
    known = _kinds().get(label)
    if known is not None:
        return known
    if _EMPLOYER_SHARE.match(label) and len(label) > 3:
        return Heading.ASIDE if re.search(r"养老|医|失业|社保|公积金|缴|承担", label) else None
    if _ASIDE.search(label):
        return Heading.ASIDE
    return _by_pattern(label) or _by_nearness(label) or _generic(label)


def group_of(text: str) -> Group | None:
    """Say what a spanning heading gathers."""
    label = plain_label(text)
    if _DEDUCTIONS_GROUP.search(label):
        return Group.DEDUCTIONS
    if _EARNINGS_GROUP.search(label):
        return Group.EARNINGS
    return None


def in_group(kind: Heading | None, group: Group | None) -> Heading | None:
    """Settle a heading by the group it stands in."""
    if group is None or (
        kind is not None and kind not in {Heading.TOTAL, Heading.PAID, Heading.EARNING}
    ):
        return kind
    if group is Group.DEDUCTIONS:
        return Heading.DEDUCTED if kind is Heading.TOTAL else Heading.DEDUCTION
    return Heading.GROSS if kind is Heading.TOTAL else Heading.EARNING


def plain_label(text: str) -> str:
    """Return a heading without units, brackets, blanks and marks."""
    folded = simplified(_MARK.sub("", text.strip()))
    folded = folded.replace("（", "(").replace("）", ")").replace("：", ":")
    return bare(_UNIT.sub("", folded)).rstrip("元")


@cache
def _kinds() -> dict[str, Heading]:
    """Load the listed headings."""
    text = files("intake.papers").joinpath("headings.toml").read_text("utf-8")
    return {word: Heading(kind) for kind, words in tomllib.loads(text).items() for word in words}


def _by_pattern(label: str) -> Heading | None:
    """Recognise the families of names that no list exhausts."""
    for pattern, kind in (
        (_GROSS, Heading.GROSS),
        (_NET, Heading.NET),
        (_DEDUCTED, Heading.DEDUCTED),
        (_DEDUCTION, Heading.DEDUCTION),
    ):
        if pattern.search(label):
            return kind
    if re.search(r"签[名字收章]$", label):
        return Heading.SIGNATURE
    return Heading.ID_NUMBER if "身份证" in label else None


def _by_nearness(label: str) -> Heading | None:
    """
    Recognise a misread heading of four characters or more.

    For gross and net only characters that readers confuse may differ: 应补工资 is not 应发工资.
    """
    best, kinds = 1.5, set[Heading]()
    for word, kind in _kinds().items():
        if len(word) < 4 or Levenshtein.distance(label, word, score_cutoff=2) > 2:
            continue
        soft, hard = slips(label, word)
        distance = soft / 2 + hard
        strict = kind in {Heading.GROSS, Heading.NET, Heading.PAID}
        if (strict and hard) or soft + hard > len(word) // 4 + (hard == 0) or distance > best:
            continue
        kinds = {kind} if distance < best else kinds | {kind}
        best = distance
    return kinds.pop() if len(kinds) == 1 else None


def _generic(label: str) -> Heading | None:
    """Take what ends like an allowance for one."""
    return Heading.EARNING if _EARNING.search(label) and len(label) <= 8 else None
