"""一次性告知书: everything that is missing or not as it should be, at once; what is in doubt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from intake.notices.facts import Facts, common_facts
from intake.notices.occasion import NotThisNotice
from intake.notices.plain import plain
from intake.notices.received import received_facts, unread_facts
from intake.notices.words import MATERIALS, month, months, months_en
from models.case import CaseFile
from models.finding import Code, Flag, Message, Requirement, Severity, Verdict
from models.quantities import Month

THESE: tuple[str, str] = ("所列月份", "the months listed")
"""What stands for the month in a sentence that holds of several."""


def missing_facts(case: CaseFile) -> Facts:
    """Return what the notice says. Raises NotThisNotice where nothing is missing or in doubt."""
    unmet = _of(case.requirements, Verdict.UNMET)
    doubtful = _of(case.requirements, Verdict.DOUBTFUL)
    blocking = [flag for flag in case.flags if flag.severity is Severity.BLOCKING]
    if not unmet and not doubtful and not blocking:
        raise NotThisNotice("没有缺少或待确认的材料 nothing is missing or in doubt")
    told = {flag.code.value for flag in blocking}
    open_ = [item for item in doubtful if item.code is None or item.code.value not in told]
    return common_facts(case) | {
        "missing": list(_lines(unmet)),
        "doubtful": [*_lines(open_), *map(_flag_line, blocking)],
        "received": received_facts(case),
        "unread": unread_facts(case),
    }


def _of(requirements: Iterable[Requirement], verdict: Verdict) -> list[Requirement]:
    return [item for item in requirements if item.verdict is verdict]


@dataclass(frozen=True, slots=True)
class _Group:
    """The same thing wanting in several months."""

    code: Code | None
    items: tuple[Requirement, ...]


def _lines(items: Sequence[Requirement]) -> Iterator[Facts]:
    """Yield a line for each thing that is wanting, with all its months."""
    for group in _groups(items):
        first = group.items[0]
        named = [item.month for item in group.items if item.month is not None]
        sentence = _sentence(first.message, first.month if len(named) > 1 else None)
        zh, en = MATERIALS[first.material]
        yield {
            "material": zh,
            "material_en": en,
            "months": months(named) or "—",
            "months_en": months_en(named),
            "zh": plain(sentence.zh),
            "en": plain(sentence.en),
        }


def _groups(items: Sequence[Requirement]) -> list[_Group]:
    """Gather what differs only in its month, in the order of the list."""
    gathered: dict[tuple[str, str, str], list[Requirement]] = {}
    for item in items:
        general = _sentence(item.message, item.month)
        gathered.setdefault((item.material, str(item.code), general.zh), []).append(item)
    return [_Group(group[0].code, tuple(group)) for group in gathered.values()]


def _sentence(message: Message, about: Month | None) -> Message:
    """Return a sentence with its month told by the column beside it."""
    if about is None:
        return message
    zh = message.zh.replace(month(about), THESE[0])
    return Message(zh=zh, en=message.en.replace(str(about), THESE[1]))


def _flag_line(flag: Flag) -> Facts:
    return {
        "material": "核对事项",
        "material_en": "To be checked",
        "months": months(flag.months) or "—",
        "months_en": months_en(flag.months),
        "zh": plain(flag.message.zh),
        "en": plain(flag.message.en),
    }
