"""A labour contract's term: kind, start, end; probation is not the term."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from intake.papers.running import Running
from intake.text.dates import DateMention
from models.evidence import FieldValue
from models.paper import ContractType

AGREED = 0.985
"""The kind follows from two places: the name and the wording of the term."""
NAMED, DATED = 0.95, 0.98
DAY = dt.timedelta(days=1)
_OPTIONS: tuple[tuple[ContractType, re.Pattern[str]], ...] = (
    (ContractType.OPEN_ENDED, re.compile(r"无固定期限")),
    (ContractType.FIXED, re.compile(r"(?<!无)有?固定期限")),
    (ContractType.TASK, re.compile(r"以完成一定(?:的)?工作(?:任务)?为(?:合同)?期限")),
)
_MARKED, _UNMARKED = "■☑√✓✔☒▣●⊠▇█◼◆Vv", "□☐口◻○O◯凵"
_ENDLESS = re.compile(r"法定(?:的)?(?:终止|解除)|终止条件出现|法定退休")
_TASK_END = re.compile(r"任务完成|工程(?:竣工|完工|完成)|项目(?:完成|结束)")
_FROM = re.compile(r"(?:自|从|由|期限为?|起始日期?[::]?|始于|开始日期?[::]?)$")
_LINK = re.compile(
    r"^(?:起|始|起始|开始|生效|起生效|起执行)?[,，]?(?:至|到|止于|-|—|–|~|～|─)+|"
    r"^起?[,，]?(?:终止日期?|结束日期?|止)[::]?"
)
_BEGUN = re.compile(r"^(?:起|开始|起始|生效|起生效|起执行)[,，]$")
_THEN_ENDS = re.compile(r"^(?:终止|截止|止|届满|结束|期满|到期)")
"""自2023年1月1日开始，2025年12月31日终止."""
_PROBATION = re.compile(r"试用期?|见习期|学徒期")
_CHOICE = re.compile(
    r"(?:第|按|下列|以下)[^。]{0,6}?[(（]?([一二三123ABCabc])[)）]?(?:种|项|款|类)"
)
_CHOSEN_AFTER = re.compile(r"选择(?:第|其中)?[(（]?([一二三123ABCabc])[)）]?(?![一-鿿]*期限)")


@dataclass(frozen=True, slots=True)
class Term:
    """What a contract says of its term."""

    kind: ContractType | None
    kind_field: FieldValue
    start: dt.date | None
    start_field: FieldValue
    end: dt.date | None
    end_field: FieldValue


def read_term(running: Running) -> Term:
    """Return the term; a part that is not found is None with an empty field."""
    pair = _period(running)
    start, end = pair if pair is not None else (_lone_start(running), None)
    kind, kind_field = _kind(running, start, end)
    return Term(
        kind=kind,
        kind_field=kind_field,
        start=None if start is None else start.date,
        start_field=running.date_field(start, DATED),
        end=None if end is None else end.date,
        end_field=running.date_field(end, DATED),
    )


def _period(running: Running) -> tuple[DateMention, DateMention] | None:
    """
    Return the pair of days that the term runs between; probation is none.

    A renewal (续订) on the same paper that follows without a gap lengthens the term.
    """
    found = [
        pair
        for pair in pairwise(running.dates)
        if _is_linked(running, *pair) and not _in_probation(running, pair[0])
    ]
    if not found:
        return None
    best = max(found, key=lambda pair: (_is_termed(running, pair[0]), _length(pair)))
    termed = [pair for pair in found if _is_termed(running, pair[0])]
    return _lengthened(best, termed) if best in termed else best


def _is_linked(running: Running, first: DateMention, second: DateMention) -> bool:
    """Say whether two days are the ends of a period that runs forward."""
    between = running.text[first.end : second.start]
    if len(between) > 10 or second.date <= first.date:
        return False
    if _BEGUN.match(between) and _THEN_ENDS.match(running.text[second.end :]):
        return True
    return _LINK.match(between) is not None


def _length(pair: tuple[DateMention, DateMention]) -> dt.timedelta:
    """Return how long a period is."""
    return pair[1].date - pair[0].date


def _lengthened(
    term: tuple[DateMention, DateMention], others: Sequence[tuple[DateMention, DateMention]]
) -> tuple[DateMention, DateMention]:
    """Join the periods that follow each other day by day."""
    start, end = term
    while grown := next(
        (
            (min(start, first, key=_day), max(end, last, key=_day))
            for first, last in others
            if first.date <= end.date + DAY
            and last.date >= start.date - DAY
            and (first.date < start.date or last.date > end.date)
        ),
        None,
    ):
        start, end = grown
    return start, end


def _day(mention: DateMention) -> dt.date:
    """Return a mention's day."""
    return mention.date


def _is_termed(running: Running, day: DateMention) -> bool:
    """Say whether the words before a day speak of the contract's term."""
    return (
        re.search(r"期限|合同期|本合同", running.text[max(0, day.start - 60) : day.start])
        is not None
    )


def _in_probation(running: Running, day: DateMention) -> bool:
    """Say whether the nearest word before a day is of probation, not of the term."""
    before = re.split(r"[。;；]", running.text[max(0, day.start - 30) : day.start])[-1]
    probation = [match.start() for match in _PROBATION.finditer(before)]
    term = [match.start() for match in re.finditer(r"合同期|期限自|劳动合同", before)]
    return bool(probation) and (not term or max(probation) > max(term))


def _lone_start(running: Running) -> DateMention | None:
    """Return the day that an open-ended term or a task runs from."""
    for day in running.dates:
        before = running.text[max(0, day.start - 8) : day.start]
        after = running.text[day.end : day.end + 3]
        starts = _FROM.search(before) is not None or after.startswith("起")
        if starts and not _in_probation(running, day):
            return day
    return None


def _kind(
    running: Running, start: DateMention | None, end: DateMention | None
) -> tuple[ContractType | None, FieldValue]:
    """Return the kind of term by its name, marks and wording."""
    named = _named(running)
    worded = _worded(running, start, end)
    if named is not None:
        kind, at = named
        share = AGREED if worded is kind else NAMED if worded is None else 0.5
        note = "" if worded in {kind, None} else f"wording says {worded}"
        return kind, running.field(kind.value, at, share, note)
    if worded is not None and start is not None:
        stop = end.end if end is not None else start.end
        return worded, running.field(worded.value, (start.start, stop), 0.92)
    return None, FieldValue()


def _worded(
    running: Running, start: DateMention | None, end: DateMention | None
) -> ContractType | None:
    """Tell the kind from the wording behind the start of the term."""
    if end is not None:
        return ContractType.FIXED
    if start is None:
        return None
    after = running.text[start.end : start.end + 45]
    if _ENDLESS.search(after):
        return ContractType.OPEN_ENDED
    return ContractType.TASK if _TASK_END.search(after) else None


def _named(running: Running) -> tuple[ContractType, tuple[int, int]] | None:
    """Return the kind that is named: the only one, the one marked, or the one chosen by number."""
    found = sorted(
        (match.start(), match.end(), kind)
        for kind, pattern in _OPTIONS
        for match in pattern.finditer(running.text)
    )
    if not found:
        return None
    kinds = list(dict.fromkeys(kind for *_, kind in found))
    if len(kinds) == 1:
        return kinds[0], found[0][:2]
    marked = [(kind, (start, end)) for start, end, kind in found if _mark(running, start) == 1]
    if len({kind for kind, _ in marked}) == 1:
        return marked[0]
    return _chosen(running, found, kinds)


def _mark(running: Running, start: int) -> int:
    """Return 1 for a marked box before a place, -1 for an empty one, 0 for none."""
    before = running.text[max(0, start - 2) : start].rstrip("(（:：、.有")
    if not before:
        return 0
    return 1 if before[-1] in _MARKED else -1 if before[-1] in _UNMARKED else 0


def _chosen(
    running: Running, found: list[tuple[int, int, ContractType]], kinds: list[ContractType]
) -> tuple[ContractType, tuple[int, int]] | None:
    """Return the kind whose number the parties chose: 双方选择下列第 1 种."""
    first = found[0][0]
    last = max(end for _, end, _ in found)
    match = _CHOICE.search(running.text, max(0, first - 60), first + 4)
    match = match or _CHOSEN_AFTER.search(running.text, last, last + 40)
    if match is None:
        return None
    place = "一二三".find(match[1]) if match[1] in "一二三" else "123ABC".find(match[1].upper()) % 3
    if place >= len(kinds):
        return None
    kind = kinds[place]
    return next((kind, (start, end)) for start, end, own in found if own is kind)
