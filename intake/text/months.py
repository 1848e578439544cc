"""
Wage months in every spelling that papers use, told apart from the days of paying and printing.

A mention is a month, a list or a range. 3月份 has no year of its own: the caller brings one from
elsewhere on the paper. A single day (2024年4月10日) is no wage month; a range of days is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from intake.text.fold import fold, plain_dashes, tight
from intake.text.numerals import arabic_dates
from models.quantities import Month

LONGEST_RANGE = 600
"""Months: fifty years; a longer range is a misreading."""
SHORTEST_MONTH = 28
"""Days."""

_YEAR = r"(?:19|20)\d{2}"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ATOM = re.compile(
    rf"(?<![\d.])(?P<y1>{_YEAR}|\d{{2}})年度?(?P<m1>{_MONTH})月(?:份|度)?(?:(?P<d1>{_DAY})[日号])?"
    rf"|(?<![\d./])(?P<y2>{_YEAR})(?P<s2>[-./])(?P<m2>{_MONTH})(?P=s2)(?P<d2>{_DAY})(?![\d年])(?![./]\d)"
    rf"|(?<![\d./])(?P<y3>{_YEAR})[./](?P<m3>{_MONTH})[-~](?P<e3>{_MONTH})月?(?![\d年./])"
    rf"|(?<![\d./])(?P<y4>{_YEAR})[-./](?P<m4>{_MONTH})月?份?(?![\d年])(?![./]\d)"
    rf"|(?<!\d)(?P<y5>20\d{{2}})(?P<m5>0[1-9]|1[0-2])(?P<d5>0[1-9]|[12]\d|3[01])?(?![\d年])"
    rf"|(?<!\d)(?P<y6>{_YEAR})年度?(?P<p6>第?[一二三四1-4]季度|上半年|下半年|全年)"
    rf"|(?<![\d年.])(?P<m7>{_MONTH})月(?:份|度)?(?:(?P<d7>{_DAY})[日号])?"
)
_BARE_IN_LIST = re.compile(rf"(?<!\d)({_MONTH})(?=(?:[、,和及至到~-]{_MONTH})+月)")
_RANGE_GAP = re.compile(r"(?:起|开始|初)?[-~至到]+(?:自|的)?")
_LIST_GAP = re.compile(r"[、,;/和及与 .]*")
_AROUND = re.compile(r"\s*([年月日号至到~、])\s*")
_MISREAD_YEAR = re.compile(rf"({_YEAR})\s*[车牛午隼](?=\s*\d{{1,2}}\s*[月目])")
_MISREAD_MONTH = re.compile(r"(年\s*\d{1,2}\s*)[目用](?!\d)")
_STRAY_POINT = re.compile(r"(?<=\d)[.,·'](?=[年月日])")
_LOST_NOUGHT = re.compile(
    r"(?<![〇零○一二三四五六七八九])二\s*二\s*([〇零一二三四五六七八九])(?=\s*年)"
)
_BRACKETED = re.compile(r"(?<=年)\s*[(\[]\s*(\d{1,2})\s*[)\]]\s*(?=月)")
_NUMBERED = re.compile(rf"({_YEAR}年)第({_MONTH})期")
"""会计期间：2024年第3期."""
_BARE_NUMBER = re.compile(rf"(?<=月份:)\s*({_MONTH})(?![\d年月日./~-])")
"""月份：3."""
_IN_A_ROW = re.compile(rf"([-./年]{_MONTH})[.](?={_YEAR}[-./年]{_MONTH})")
"""2024.05、2024.06 in handwriting, whose marks are read as points."""
_LETTER = re.compile(r"(?<=[\d年])[OoQ](?=[\d年月])|(?<![A-Za-z])[OoQ](?=\d年)")
_ONE = re.compile(r"(?<=[\d年])[lI|](?=[\d月])")

_PAID = (
    "发放|支付|发薪|制表|制单|打印|填表|填报|填制|填写|入账|到账|交易|签字|签订|签收|签名|领款|付款|"
    "转账|审核|出生|入职|到职|离职|凭证|经办|申请|记账|报送|导出|出票|代发"
)
_PAY_BEFORE = re.compile(rf"(?:{_PAID})(?:日期|时间|月份|年月|日|于)?[:\s]*$|日期[:\s]*$")
_PAY_AFTER = re.compile(rf"\s*(?:\d{{1,2}}日)?(?:{_PAID})(?!工资|薪|[的]?职工|员工)")
_WAGE_BEFORE = re.compile(
    r"(?:所属(?:期间|时期|月份|年月|期|月)?|属期|工资(?:月份|期间|年月|所属期|周期)|薪资(?:月份|期间)|"
    r"计[薪资](?:月份|期间|周期)|核算(?:月份|期间)|会计(?:期间|月份)|期间|月份|工资月)(?:起止)?[:\s]*$"
)
_WAGE_AFTER = re.compile(r"\s*(?:的|份)?(?:\w{0,8}?)(?:工资|薪|劳务费|奖金|报酬|应发|考勤)")


_BLANK = re.compile(r"年[^\d〇一二三四五六七八九十]{0,3}月(?!日)")
"""A month's place without a figure, after blanks were taken out; `年月日` is for a signature."""


class MonthRole(StrEnum):
    """What a month on a paper is."""

    WAGE = "wage"
    """Named as the month worked: 所属期, 2024年3月工资."""
    PAID = "paid"
    """Named as the month of paying, printing or signing."""
    PLAIN = "plain"
    """Nothing beside it says."""


@dataclass(frozen=True, slots=True)
class MonthMention:
    """Months named in one place of a text."""

    parts: tuple[tuple[int | None, int], ...]
    """(year, month); year None where the place does not say."""
    role: MonthRole
    text: str
    """As it stands after folding."""
    start: int
    """Where it begins in the folded text."""
    has_day: bool = False
    """It is a single day."""
    by_days: bool = False
    """It is a range of days."""
    cycle: bool = False
    """A range of days that cuts months: attendance from the 26th to the 25th names no month."""
    labelled: bool = False
    """A label before it names it: 所属期, 会计期间."""
    repaired: bool = False
    """A misread 年 or 月 or a letter for a digit was put right."""

    @property
    def months(self) -> tuple[Month, ...]:
        """Return the months, those without a year left out."""
        return tuple(Month(year, month) for year, month in self.parts if year is not None)

    @property
    def lacks_year(self) -> bool:
        """Say whether a year has to come from elsewhere."""
        return any(year is None for year, _ in self.parts)

    def in_year(self, year: int) -> tuple[Month, ...]:
        """Return the months, `year` supplied where there is none."""
        return tuple(Month(own or year, month) for own, month in self.parts)

    def up_to(self, latest: Month) -> tuple[Month, ...]:
        """Return the months, each without a year being the last of its name up to `latest`."""
        year = latest.year
        return tuple(
            Month(own or (year if month <= latest.month else year - 1), month)
            for own, month in self.parts
        )


def find_months(text: str) -> tuple[MonthMention, ...]:
    """Return every mention of a month in `text`, in order; single days are marked `has_day`."""
    plain, repaired = _normalise(text)
    atoms = list(_ATOM.finditer(plain))
    mentions = []
    index = 0
    while index < len(atoms):
        run = _chain(plain, atoms, index)
        index += len(run)
        mention = _mention(plain, run)
        if mention is not None:
            mentions.append(replace(mention, repaired=repaired))
    return tuple(mentions)


def has_blank_month(text: str) -> bool:
    """Say whether `text` has a place for a month and no month in it: 2024年　月工资."""
    return _BLANK.search(tight(text)) is not None


def wage_months(text: str, *, year: int | None = None) -> tuple[Month, ...]:
    """
    Return the wage months that `text` names, ascending, each once.

    Where some are named as wage months only those count; days and months of paying never do.
    `year` is supplied to a month without one; without `year` such a month is left out.
    """
    mentions = [m for m in find_months(text) if not m.has_day and m.role is not MonthRole.PAID]
    named = [m for m in mentions if m.role is MonthRole.WAGE] or mentions
    found = (m.months if year is None else m.in_year(year) for m in named)
    return tuple(sorted({month for months in found for month in months}))


def parse_month(text: str) -> Month | None:
    """Read a text that is one month and nothing else; None otherwise."""
    plain, _ = _normalise(text)
    match = _ATOM.fullmatch(plain.strip(" ."))
    if match is None:
        return None
    mention = _mention(plain, [match])
    if mention is None or mention.has_day or len(mention.months) != 1:
        return None
    return mention.months[0]


def years_in(text: str) -> tuple[int, ...]:
    """Return the years that `text` names in any date, month or 2024年度, in order."""
    plain, _ = _normalise(text)
    found = re.findall(
        rf"(?<!\d){_YEAR}(?=年|[-./]{_MONTH}(?!\d)|(?:0[1-9]|1[0-2])(?!\d))|(?<=年[份度]:){_YEAR}(?!\d)",
        plain,
    )
    return tuple(dict.fromkeys(int(year) for year in found))


def normalised(text: str) -> str:
    """Return `text` in the spelling that mentions count their places in."""
    return _normalise(text)[0]


def _normalise(text: str) -> tuple[str, bool]:
    """Return the text in the spelling that the grammar reads, and whether it was repaired."""
    folded = fold(text)
    plain = arabic_dates(folded)
    mended = _MISREAD_YEAR.sub(r"\1年", arabic_dates(_LOST_NOUGHT.sub(r"二〇二\1", folded)))
    mended = _STRAY_POINT.sub("", mended)
    mended = _LETTER.sub("0", _ONE.sub("1", _MISREAD_MONTH.sub(r"\1月", mended)))
    repaired = mended != plain
    dashed = re.sub(r"(?<=[\d月日份])\s*[—–―─━‐‑-]+\s*(?=\d)", "-", _AROUND.sub(r"\1", mended))
    dashed = re.sub(r"(?<=[月日])一(?=\d)", "-", dashed)
    dashed = _NUMBERED.sub(r"\1\2月", _BRACKETED.sub(r"\1", dashed))
    dashed = _BARE_NUMBER.sub(r"\1月", _IN_A_ROW.sub(r"\1、", dashed))
    return _BARE_IN_LIST.sub(r"\1月", dashed), repaired


def _chain(plain: str, atoms: Sequence[re.Match[str]], first: int) -> list[re.Match[str]]:
    """Return the atoms from `first` on that one range or list joins."""
    run = [atoms[first]]
    for atom in atoms[first + 1 :]:
        gap = plain[run[-1].end() : atom.start()]
        if not (_is_range(gap) or _is_list(gap, atom)):
            break
        run.append(atom)
    return run


def _is_range(gap: str) -> bool:
    """Say whether `gap` stands between the ends of a range."""
    return _RANGE_GAP.fullmatch(plain_dashes(gap).strip()) is not None


def _is_list(gap: str, atom: re.Match[str]) -> bool:
    """Say whether `gap` joins two items; a blank alone joins only what leans on the year before."""
    if gap.strip():
        return _LIST_GAP.fullmatch(gap) is not None
    return atom["m7"] is not None


def _mention(plain: str, run: Sequence[re.Match[str]]) -> MonthMention | None:
    """Make a mention of a run of atoms; None if it says nothing possible."""
    parts: list[tuple[int | None, int]] = []
    by_days = False
    for index, atom in enumerate(run):
        gap = plain[run[index - 1].end() : atom.start()] if index else ""
        ranged = bool(parts) and _is_range(gap)
        own = _atom_parts(atom, () if ranged else parts)
        if ranged:
            by_days = by_days or _has_day(atom)
            own = _between(parts.pop(), own[-1])
            if not own:
                return None
        parts.extend(part for part in own if part not in parts)
    start, end = run[0].start(), run[-1].end()
    return MonthMention(
        parts=tuple(parts),
        role=_role(plain[:start], plain[end:]),
        labelled=_is_labelled(plain[:start]),
        text=plain[start:end],
        start=start,
        has_day=any(_has_day(atom) for atom in run) and not by_days,
        by_days=by_days,
        cycle=by_days and len(parts) > 1 and not _are_whole(run),
    )


def _are_whole(run: Sequence[re.Match[str]]) -> bool:
    """Say whether a range of days begins and ends with a month."""
    first, last = _day(run[0]), _day(run[-1])
    return first == 1 and last >= SHORTEST_MONTH


def _atom_parts(
    atom: re.Match[str], before: Sequence[tuple[int | None, int]]
) -> tuple[tuple[int | None, int], ...]:
    """Return the (year, month) pairs of one atom, its year taken over from the chain if need be."""
    groups = atom.groupdict()
    year = next((groups[f"y{n}"] for n in range(1, 7) if groups[f"y{n}"]), None)
    month = next((groups[f"m{n}"] for n in (1, 2, 3, 4, 5, 7) if groups[f"m{n}"]), None)
    if groups["p6"]:
        return tuple((int(year or 0), number) for number in _period(groups["p6"]))
    first = int(month or 0)
    if year is None:
        return ((_inherited(first, before), first),)
    full = int(year) + (2000 if len(year) == 2 else 0)
    if groups["e3"]:
        return tuple((full, number) for number in range(first, int(groups["e3"]) + 1)) or (
            (full, first),
        )
    return ((full, first),)


def _period(name: str) -> range:
    """Return the months of a quarter or half-year."""
    halves = {"上半年": range(1, 7), "下半年": range(7, 13), "全年": range(1, 13)}
    if name in halves:
        return halves[name]
    quarter = next("一二三四".find(c) + 1 or int(c) for c in name if c in "一二三四1234")
    return range(3 * quarter - 2, 3 * quarter + 1)


def _inherited(month: int, before: Sequence[tuple[int | None, int]]) -> int | None:
    """Return the year that a month without one takes from the month before it."""
    if not before or before[-1][0] is None:
        return None
    year, last = before[-1]
    return (year or 0) + (last == 12 and month < last and month <= 6)


def _between(
    first: tuple[int | None, int], last: tuple[int | None, int]
) -> tuple[tuple[int | None, int], ...]:
    """Return all months from `first` to `last`; empty if that runs backwards."""
    (from_year, from_month), (to_year, to_month) = first, last
    if from_year is None and to_year is not None:
        from_year = to_year - (from_month > to_month)
    if from_year is None:
        return tuple((None, month) for month in range(from_month, to_month + 1))
    to_year = to_year if to_year is not None else from_year
    if to_year == from_year and to_month < from_month and last[0] is None:
        to_year += 1
    begin, end = Month(from_year, from_month), Month(to_year, to_month)
    if not 0 <= end.ordinal - begin.ordinal <= LONGEST_RANGE:
        return ()
    return tuple((month.year, month.month) for month in begin.through(end))


def _has_day(atom: re.Match[str]) -> bool:
    """Say whether an atom is a day."""
    return _day(atom) > 0


def _day(atom: re.Match[str]) -> int:
    """Return an atom's day of the month, 0 if it has none."""
    return next((int(atom[f"d{n}"]) for n in (1, 2, 5, 7) if atom[f"d{n}"]), 0)


def _is_labelled(before: str) -> bool:
    """Say whether the words before a mention name it as the wage month."""
    lead = before[-12:]
    return _WAGE_BEFORE.search(lead) is not None and _PAY_BEFORE.search(lead) is None


def _role(before: str, after: str) -> MonthRole:
    """Judge by the words next to a mention what month it is."""
    if _is_labelled(before):
        return MonthRole.WAGE
    if _PAY_AFTER.match(after[:8]):
        return MonthRole.PAID
    if _WAGE_AFTER.match(after[:14]):
        return MonthRole.WAGE
    if _PAY_BEFORE.search(before[-12:]):
        return MonthRole.PAID
    return MonthRole.PLAIN
