"""Papers that say when somebody left: 解除劳动合同证明书, 离职证明."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from intake.papers.running import Running

_LABEL = re.compile(r"(?:解除|终止|离职)(?:劳动)?(?:合同|关系)?(?:的)?(?:日期|时间)(?:为|[::])?$")
_AFTER = re.compile(r"^(?:起|日)?[,，]?[^。;；]{0,8}(?:解除|终止)(?:了)?(?:本|劳动|双方|与)")
_LEFT = re.compile(r"^(?:起|日)?[,，]?[^。;；]{0,8}(?:离职|辞职|解除|终止)")
_WORKED = re.compile(r"^[^。;；]{0,16}(?:工作|任职|就职|担任)")


def last_day(running: Running) -> dt.date | None:
    """Return the day on which a contract itself says that employment ended; clauses name none."""
    for day in running.dates:
        before, after = running.text[: day.start][-14:], running.text[day.end : day.end + 16]
        told = re.search(r"(?:于|自)$", before) and _AFTER.match(after)
        if _LABEL.search(before) or told:
            return day.date
    return None


def day_of_leaving(running: Running) -> dt.date | None:
    """Return the day that a paper about leaving names; the latest where it names several."""
    return max(_days(running), default=None)


def _days(running: Running) -> Iterator[dt.date]:
    """Yield the days on which somebody left, and those up to which they worked."""
    for day in running.dates:
        after = running.text[day.end : day.end + 20]
        if _LABEL.search(running.text[: day.start][-14:]) or _LEFT.match(after):
            yield day.date
    for first, last in pairwise(running.dates):
        linked = re.fullmatch(r"起?[,，]?[至到-]", running.text[first.end : last.start])
        if linked and _WORKED.match(running.text[last.end :]):
            yield last.date
