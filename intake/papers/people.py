"""The employee that a contract or an application names, with the ID number."""

import re
from collections.abc import Iterator

from intake.papers.pay_rows import id_field
from intake.papers.running import Running, after_labels, best
from intake.text.identifiers import check_id, find_ids
from intake.text.names import has_common_surname, looks_like_person, person_name
from models.evidence import FieldValue

_NEXT_LABEL = re.compile(
    r"(?:性别|身份|住址|住所|公民|居民|地址|电话|联系|法定|出生|签字|签名|签章|盖章|日期|户籍|民族|文化|年龄|证件|"
    r"现住|家庭|邮编|职务|岗位|部门|单位|甲方|乙方|受聘|聘用|用人|劳动者|[,，。;；、(（:：_]|\d)"
)
_ID_LABEL = re.compile(
    r"(?:居民|公民)?(?:身份证?|身份)(?:件)?(?:证)?(?:号码|号|编号)?(?:\([^)]{0,8}\))?[::]?"
)
_BEFORE_ID = re.compile(
    r"(?:职工|员工|本人|姓名|申请人|同志|我叫|乙方|[。;；:：,，])[::]?([一-鿿·]{2,6}?)[,，(（]?(?:[男女][,，])?"
    r"(?=(?:居民|公民)?身份)"
)
_AT_START = re.compile(r"([一-鿿·]{2,4})[(（](?=(?:居民|公民)?身份证)")
CORNER = 0.97
"""A name that stands where a label says."""


def people_after(
    running: Running, labels: re.Pattern[str], bare: re.Pattern[str] | None = None
) -> FieldValue:
    """
    Return the person named behind labels such as 乙方（劳动者）：.

    Behind `bare` labels, which no colon ends, only what begins with a common surname is a name.
    """
    found = list(_named(running, labels))
    if not found and bare is not None:
        found = [f for f in _named(running, bare) if has_common_surname(f.value or "")]
    return best(found)


def _named(running: Running, labels: re.Pattern[str]) -> Iterator[FieldValue]:
    """Yield the names behind labels."""
    for start, end in after_labels(running, labels, 16):
        stop = name_end(running, start, end)
        name = person_name(running.text[start:stop])
        if looks_like_person(name):
            yield running.field(name, (start, stop), CORNER)


def name_end(running: Running, start: int, end: int) -> int:
    """
    Return where a name that begins at `start` ends: at a gap, a mark, the next label.

    A gap behind a single character is one of letter spacing: 张　伟.
    """
    stop = running.upto_break(start, end)
    if stop == start + 1:
        stop = running.upto_break(stop, end)
    match = _NEXT_LABEL.search(running.text, start, end)
    if match is not None and match.start() < stop:
        stop = match.start()
    return stop


def people_before_id(running: Running) -> FieldValue:
    """Return the person whose ID number follows: 职工张三（身份证号：…）."""
    places = [match.span(1) for match in _BEFORE_ID.finditer(running.text)]
    leading = (_AT_START.match(running.text, start) for start in (0, *sorted(running.breaks)))
    places += [match.span(1) for match in leading if match is not None]
    return best(
        [
            running.field(running.text[start:end], (start, end), CORNER)
            for start, end in dict.fromkeys(places)
            if looks_like_person(running.text[start:end])
        ]
    )


def id_numbers(running: Running) -> FieldValue:
    """Return the citizen ID in a text: a labelled one first, then any that is valid."""
    labelled = [
        field
        for start, end in after_labels(running, _ID_LABEL, 26)
        if (field := _id_at(running, start, end)) is not None
    ]
    if labelled:
        return best(labelled)
    return best(list(_valid_ids(running)))


def _id_at(running: Running, start: int, end: int) -> FieldValue | None:
    """Read the number that begins at `start`."""
    match = re.match(r"[^\dOolI]{0,3}([0-9OoIlSBZ|]{14,17}[0-9OoXx×*]?)", running.text[start:end])
    if match is None or not 15 <= len(match[1]) <= 18:
        return None
    at = start + match.start(1), start + match.end(1)
    return id_field(running.field(match[1], at), match[1])


def _valid_ids(running: Running) -> Iterator[FieldValue]:
    """Yield the valid IDs of a text."""
    for run in dict.fromkeys(find_ids(running.text)):
        if check_id(run).valid:
            start = running.text.find(run)
            yield id_field(running.field(run, (start, start + len(run))), run)
