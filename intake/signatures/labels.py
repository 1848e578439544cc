"""The printed words that ask for a signature, and whose it should be."""

import re
from dataclasses import dataclass

from intake.text.fold import tight
from models.marks import Role

_SIGN = r"(?:签字|签名|签章|签收|签认|签|确认|盖章|捺印|手印|按手印)"
_TAIL = rf"(?:[(（/、或及]*(?:{_SIGN}|或|及|并|/|、|处|栏|人)*[)）]?)"
_EMPLOYEE = (
    r"(?:本人|员工|职工|劳动者|雇员|领款人?|收款人?|领取人?|领薪人|领工资人|申请人|申请者|乙方|参保人员?|参保职工|个人|"
    r"签收人|被保险人|承诺人|声明人|当事人)(?:本人|姓名)?"
)
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.EMPLOYER_REP,
        re.compile(
            rf"(?:甲方|用人单位|单位)?(?:法定代表人?|法人代表?|委托代理人|授权代表|代理人|代表人?)"
            rf"(?:[(（][^)）]*[)）])?(?:或(?:委托|授权)?代理人)?{_TAIL}|甲方[(（]?(?:签字|签名|签章|签).*"
        ),
    ),
    (Role.PREPARER, re.compile(rf"(?:制表|制单|填表|编制|造表)(?:人|员)?{_TAIL}")),
    (Role.REVIEWER, re.compile(rf"(?:审核|复核|核对|审定|稽核|校对)(?:人|员)?{_TAIL}")),
    (
        Role.LEADER,
        re.compile(
            rf"(?:单位|部门|财务|企业|公司|分管|主管|项目|人事|会计)?(?:主要)?"
            rf"(?:负责人|主管|主任|经理|总经理|领导|厂长|董事长|批准|审批|核准|核批)(?:人|员)?{_TAIL}"
        ),
    ),
    (Role.CLERK, re.compile(rf"(?:经办|经手|发放|发款)(?:人|员)?{_TAIL}")),
    (Role.UNKNOWN, re.compile(rf"(?:出纳|会计|财务|记账|见证|证明|验收)(?:人|员)?{_TAIL}")),
    (Role.EMPLOYEE, re.compile(rf"{_EMPLOYEE}{_TAIL}|(?:签名|签字|签收|签章)(?:人|栏|处)?{_TAIL}")),
)
"""Tried in this order: 财务负责人 is a leader before it is 财务."""
_ASKS = re.compile(r"签|捺印|手印|\(委托代理人\)|\(授权代表\)|\(或委托代理人\)")
_PARTY = re.compile(
    r"(?:乙方|劳动者|员工|职工|雇员|参保人员?|参保职工|个人|被保险人|法定代表人?|法人代表?)(?:姓名)?"
)
"""Words that name a party in the head of a paper as often as they ask it to sign."""
_HEADER = re.compile(
    rf"(?:{_EMPLOYEE}|领款)?[(（]?(?:签名|签字|签收|签章|签认|签领|盖章)+(?:[/、或](?:盖章|签章|手印|按手印|捺印))*[)）]?(?:栏|处|人|确认)?"
)
_STOP = re.compile(r"[:：]|^(?:日期|时间|电话|联系|年|月|日|盖章|公章|[(（].*章[)）])")
_SPLIT = re.compile(r"[:：]")
_LONGEST = 18
"""Characters of the longest label; a clause of a contract is longer."""


@dataclass(frozen=True, slots=True)
class Label:
    """A place in a text that asks for a signature."""

    text: str
    role: Role
    end: int
    """Index of the first character after it and its colon."""
    weak: bool
    """It names somebody without asking for a signature: 申请人, 制表."""


def labels_in(text: str) -> tuple[Label, ...]:
    """Return the labels in one run of words, left to right: before a colon, or all of it."""
    found = []
    start = 0
    for colon in _SPLIT.finditer(text):
        label = _label(text[start : colon.start()], colon.end())
        if label is not None:
            found.append(label)
        start = colon.end()
    if start == 0:
        label = _label(text, len(text))
        if label is not None and not label.weak:
            found.append(label)
    return tuple(found)


def _label(text: str, end: int) -> Label | None:
    """Judge the words before a colon; only their last part can be the label."""
    last = re.split(r"[\s,，。;；]+", text.strip())[-1] if text.strip() else ""
    plain = tight(last)
    if not 2 <= len(plain) <= _LONGEST:
        return None
    for role, pattern in _ROLES:
        if pattern.fullmatch(plain):
            asks = _ASKS.search(plain) is not None
            if not asks and _PARTY.fullmatch(plain):
                return None
            return Label(plain, role, end, weak=not asks)
    return None


def is_signature_header(text: str) -> bool:
    """Say whether a table's heading asks for signatures below it."""
    return _HEADER.fullmatch(tight(text)) is not None


def stops(text: str) -> bool:
    """Say whether a word ends the space that a label to its left asks to be signed."""
    return _STOP.search(tight(text)) is not None or bool(labels_in(text))
