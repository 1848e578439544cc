"""What kind of paper a page is of, and whether it begins one, by title, vocabulary, structure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intake.papers.headings import Heading
from intake.papers.slips import loose_pairs
from intake.papers.table_head import sections
from intake.text.fold import tight
from intake.text.identifiers import check_id, find_ids
from intake.text.lines import line_text, lines_of, text_height
from models.page import PageReading
from models.paper import DocumentKind

FEW_CHARACTERS = 6
"""A page with fewer and without a seal is blank: specks and a page number are no text."""
TITLE_PART = 0.45
"""Titles stand in this upper part of a page; covers set them low."""
LARGE = 1.15
"""A title's letters are this much higher than the text's."""
SURE = 3.0
"""Points from which a page is plainly of a kind."""

_PAYROLL_TITLE = re.compile(
    r"(?:工资|薪资|薪酬|薪金|劳务费|奖金|酬金)(?:\w{0,6})(?:表|单|条|册|清单|凭证|明细|台账|汇总|发放)|"
    r"工资(?:表|条|单)|领款单|代发(?:工资)?(?:清单|明细)|记账凭证|付款凭证|转账凭证|支付凭单|薪资条|工资支付|收条$|领条$"
)
_CONTRACT_TITLE = re.compile(
    r"^(?:全日制|固定期限|无固定期限|非全日制|企业|员工|职工)*(?:劳动|聘用|劳务)合同(?:书|文本)?$|劳动合同书"
)
_APPLICATION_TITLE = re.compile(
    r"补缴.{0,18}(?:申请|申报|情况说明)|(?:申请|申报).{0,8}补缴|^申请(?:书|表|报告)$"
)
_OTHER_TITLE = re.compile(
    r"(?:通知|公告|营业执照|发票|收据|回单|委托书|证明|承诺书|说明|名单|花名册|考勤表|制度|会议纪要|函|"
    r"登记表|资产负债表|利润表|现金流量表|解除劳动|离职|目录|封面)(?:书|单)?$"
)
_ENDING_TITLE = re.compile(
    r"^(?:关于)?(?:协商)?(?:解除|终止)(?:或终止)?(?:、?终止)?劳动(?:合同|关系).{0,6}(?:证明|通知|协议|决定)|"
    r"^离职(?:证明|申请|协议)"
)
"""Papers that end a contract are none, whatever they quote of it."""
_PAGE_OF = re.compile(
    r"第\s*(\d{1,2})\s*页\s*[/,，]?\s*共\s*(\d{1,2})\s*页|^\s*-?\s*(\d{1,2})\s*/\s*(\d{1,2})\s*-?\s*$|Page\s*(\d{1,2})\s*of\s*(\d{1,2})",
    re.IGNORECASE | re.MULTILINE,
)
_ARTICLE = re.compile(
    r"(?:^|\n|\s)(?:第([一二三四五六七八九十百]{1,4}|\d{1,3})条|[(（]([一二三四五六七八九十]{1,3})[)）]|(\d{1,2})[.、．](?!\d))"
)
_NUMERAL = "零一二三四五六七八九"

_VOCABULARY: dict[DocumentKind, tuple[tuple[str, float], ...]] = {
    DocumentKind.LABOR_CONTRACT: (
        ("甲方", 0.6), ("乙方", 0.8), ("劳动合同", 0.8), ("劳动者", 0.4), ("用人单位", 0.3),
        ("合同期限", 0.9), ("试用期", 0.6), ("劳动报酬", 0.8), ("工作内容", 0.5),
        ("工作地点", 0.5), ("休息休假", 0.6), ("劳动保护", 0.6), ("社会保险", 0.2),
        ("解除", 0.3), ("终止", 0.3), ("本合同", 0.9), ("双方", 0.4), ("劳动争议", 0.5),
        ("固定期限", 0.6), ("各执一份", 0.5), ("竞业", 0.5), ("保密", 0.3), ("违约", 0.3),
    ),
    DocumentKind.APPLICATION: (
        ("补缴", 1.2), ("申请人", 0.5), ("申请", 0.4), ("医疗保险", 0.3), ("欠缴", 0.8),
        ("漏缴", 0.8), ("补缴月份", 1.2), ("补缴原因", 1.2), ("参保", 0.3), ("断缴", 0.8),
        ("予以办理", 0.4), ("特此申请", 0.8), ("经办", 0.2), ("申请理由", 0.8),
        ("补缴起止", 1.2), ("灵活就业", 0.6),
    ),
    DocumentKind.IDENTITY: (
        ("居民身份证", 1.6), ("公民身份号码", 1.2), ("签发机关", 1.4), ("有效期限", 0.8),
        ("民族", 0.6), ("出生", 0.4), ("住址", 0.6), ("性别", 0.3),
    ),
    DocumentKind.PAYROLL_VOUCHER: (
        ("应发", 1.0), ("实发", 1.0), ("工资表", 0.8), ("工资条", 0.8), ("基本工资", 0.5),
        ("扣款", 0.4), ("个税", 0.4), ("公积金", 0.3), ("领款", 0.5), ("制表", 0.3),
        ("岗位工资", 0.4), ("代发", 0.5), ("绩效", 0.3), ("所属期", 0.3), ("领到", 0.8),
        ("工资", 0.4), ("加班", 0.2), ("大写", 0.3), ("应付职工薪酬", 0.4), ("签名", 0.2),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageKind:
    """What a page is by itself."""

    page: PageReading
    kind: DocumentKind
    score: float
    """That it is of this kind."""
    title: str
    """Empty where no title says that a paper begins here."""
    begins: bool
    """A paper of the kind surely begins here."""
    number: tuple[int, int] | None = None
    """(page, pages) as printed at the page's edge."""
    articles: tuple[int, ...] = ()
    """Numbers of a contract's clauses, in order."""
    points: dict[DocumentKind, float] = field(default_factory=dict)


def classify(page: PageReading) -> PageKind:
    """Say what a page is by itself; its neighbours may know better."""
    lines = lines_of(page.words)
    text = "\n".join(line_text(line) for line in lines)
    title = _title(page)
    if _is_blank(page, text):
        return PageKind(page, DocumentKind.BLANK, 0.97, "", begins=True)
    points = _points(page, text, title)
    kind, score = _best(points, title)
    begins = bool(title) and _titled_kind(title) in {kind, DocumentKind.OTHER}
    return PageKind(
        page=page,
        kind=kind,
        score=score,
        title=title,
        begins=begins or kind is DocumentKind.IDENTITY,
        number=_number(text),
        articles=_articles(text),
        points=points,
    )


def _is_blank(page: PageReading, text: str) -> bool:
    """Say whether a page says nothing and bears nothing."""
    if page.seals or page.ink_marks:
        return False
    return page.blank or sum(char.isalnum() for char in text) < FEW_CHARACTERS


def _title(page: PageReading) -> str:
    """Return the page's title: the first large or telling line of its upper part."""
    height = text_height(page.words)
    limit = page.frame.height * TITLE_PART
    for line in lines_of(page.words):
        if line[0].box.top > limit:
            break
        text = tight(line_text(line))
        if not 2 <= len(text) <= 45 or text.endswith(("。", "，", "；", ",", ";")):
            continue
        large = max(word.box.height for word in line) > LARGE * height
        kind = _titled_kind(_core(text))
        if kind not in {None, DocumentKind.OTHER} and (large or len(text) <= 30):
            return text
        if kind is DocumentKind.OTHER and (large or _is_notice(text) or ends_a_contract(text)):
            return text
    return ""


def _is_notice(text: str) -> bool:
    """Say whether a line is the title of a notice or a letter by its wording alone."""
    return re.match(r"^关于.{2,30}的(?:通知|函|公告|报告|说明|决定)$", text) is not None


def ends_a_contract(title: str) -> bool:
    """Say whether a title is that of a dismissal or of leaving."""
    return _ENDING_TITLE.search(_core(title)) is not None


def _core(text: str) -> str:
    """Return a title without the company and the month before it."""
    return re.sub(r"^.*?(?:公司|厂|中心|店|学校|医院|所)(?=.{2,})", "", text)


def _titled_kind(title: str) -> DocumentKind | None:
    """Say what kind of paper a title names."""
    core = _core(title)
    if _ENDING_TITLE.search(core):
        return DocumentKind.OTHER
    for pattern, kind in (
        (_APPLICATION_TITLE, DocumentKind.APPLICATION),
        (_CONTRACT_TITLE, DocumentKind.LABOR_CONTRACT),
        (_PAYROLL_TITLE, DocumentKind.PAYROLL_VOUCHER),
        (_OTHER_TITLE, DocumentKind.OTHER),
    ):
        if pattern.search(core):
            return kind
    return DocumentKind.IDENTITY if "居民身份证" in core else None


def _points(page: PageReading, text: str, title: str) -> dict[DocumentKind, float]:
    """Count what speaks for each kind."""
    plain = text.replace(" ", "")
    points = {
        kind: sum(weight for word, weight in words if word in plain)
        for kind, words in _VOCABULARY.items()
    }
    points[DocumentKind.PAYROLL_VOUCHER] += _payroll_structure(page)
    points[DocumentKind.LABOR_CONTRACT] += min(0.4 * len(_articles(text)), 2.0)
    if any(check_id(run).valid for run in find_ids(plain)) and len(plain) < 200:
        points[DocumentKind.IDENTITY] += 0.6
    points[DocumentKind.IDENTITY] -= max(0.0, (len(plain) - 250) / 60)
    titled = _titled_kind(title) if title else None
    points[DocumentKind.OTHER] = 1.2
    if titled is not None:
        points[titled] += 3.0
    return points


def _payroll_structure(page: PageReading) -> float:
    """Value headed tables of names and amounts, and labelled gross and net amounts."""
    best = 0.0
    for table in page.tables:
        for section in sections(table):
            decisive = bool(section.of(Heading.GROSS)) + bool(section.of(Heading.NET))
            named = bool(section.of(Heading.NAME)) or bool(section.of(Heading.MONTH))
            best = max(best, 1.4 * decisive + 1.0 * named * bool(decisive))
            if section.of(Heading.PAID) and section.of(Heading.NAME):
                best = max(best, 1.6)
    if best == 0.0:
        kinds = {pair.kind for pair in loose_pairs(page)}
        decisive = len(kinds & {Heading.GROSS, Heading.NET})
        whose = bool(kinds & {Heading.NAME, Heading.ID_NUMBER, Heading.MONTH, Heading.SIGNATURE})
        best = 1.3 * decisive if whose or decisive == 2 else 0.0
    return best


def _best(points: dict[DocumentKind, float], title: str) -> tuple[DocumentKind, float]:
    """Return the best kind and how sure it is by its lead over the next."""
    ranked = sorted(points.items(), key=lambda item: -item[1])
    (kind, most), (_, next_most) = ranked[0], ranked[1]
    lead = most - max(next_most, 0.0)
    score = 0.5 + 0.5 * min(lead / SURE, 1.0)
    if title and _titled_kind(title) is kind:
        score = max(score, 0.9)
    return kind, min(score, 0.995)


def _number(text: str) -> tuple[int, int] | None:
    """Return (page, pages) where a page prints it."""
    for match in _PAGE_OF.finditer(text):
        first, last = (int(group) for group in match.groups() if group)
        if 1 <= first <= last <= 60:
            return first, last
    return None


def _articles(text: str) -> tuple[int, ...]:
    """Return the numbers of clauses that begin lines."""
    found = []
    for match in _ARTICLE.finditer(text):
        number = _value(next(group for group in match.groups() if group))
        if number:
            found.append(number)
    return tuple(found)


def _value(numeral: str) -> int:
    """Return a small number in either notation."""
    if numeral.isdigit():
        return int(numeral)
    if "百" in numeral:
        return 0
    tens, mark, ones = numeral.rpartition("十")
    if not mark:
        return _NUMERAL.find(numeral) if len(numeral) == 1 else 0
    return max(_NUMERAL.find(tens), 1 if not tens else 0) * 10 + (
        _NUMERAL.find(ones) if ones else 0
    )


def kinds_of(pages: Sequence[PageReading]) -> Iterator[PageKind]:
    """Classify pages in order."""
    return (classify(page) for page in pages)
