"""劳动合同: parties, term, work, wage, insurance, signatures; one template a look."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from models.case import CaseContract
from models.marks import Role, SlotFound
from models.paper import ContractType, DocumentKind
from samples import marks, seals, signing, spelling
from samples.hand import can_write
from samples.papers.flow import MARGIN, Blank, Flow, Piece
from samples.papers.paper import Paper, press_all
from samples.seals import Engraving
from samples.studio import Company, Person, Studio


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed."""

    company: Company
    employee: Person
    kind: ContractType
    start: dt.date
    end: dt.date | None
    wage: Decimal
    signed: dt.date
    seal: Engraving | None
    found: SlotFound = SlotFound.PEN
    by_hand: bool = False
    """The blanks are filled in by hand."""

    def record(self) -> CaseContract:
        """Return the truth."""
        return CaseContract(
            employer=self.company.name,
            uscc=self.company.uscc,
            employee=self.employee.name,
            id_number=self.employee.id_number,
            type=self.kind,
            start=self.start,
            end=self.end,
            monthly_wage=self.wage,
            position=self.employee.position,
            sign_date=self.signed,
        )


@dataclass(frozen=True, slots=True)
class ContractLook:
    """One template."""

    name: str
    body: Callable[["Draft"], None]
    title: str
    points: float = 12
    leading: float = 1.75


class Draft:
    """A contract being written."""

    def __init__(self, studio: Studio, terms: Terms, look: ContractLook) -> None:
        self.studio, self.terms, self.look = studio, terms, look
        self.flow = Flow(studio, studio.type("song", look.points), look.leading)
        self.clerk = studio.person() if terms.by_hand else None

    def blank(self, text: str, least: float = 14.0) -> Blank:
        """Fill a blank, by hand where this contract's blanks are."""
        by = self.clerk if self.clerk and can_write(text) else None
        return Blank(text, by, least)

    def date(self, day: dt.date) -> list[Piece]:
        """Set a date with its three blanks."""
        return [
            self.blank(str(day.year), 12),
            "年",
            self.blank(str(day.month), 8),
            "月",
            self.blank(str(day.day), 8),
            "日",
        ]

    def head(self, text: str) -> None:
        """Set an article's heading."""
        self.flow.para(text, indent=0, bold=True)

    def paras(self, *texts: str) -> None:
        """Set plain paragraphs."""
        for text in texts:
            self.flow.para(text)


def draw(studio: Studio, terms: Terms, look: ContractLook) -> Paper:
    """Draw a contract."""
    draft = Draft(studio, terms, look)
    look.body(draft)
    flow = draft.flow
    if len(flow.sheets) > 1 and terms.seal and studio.rng.random() < 0.4:
        touch = seals.Touch.sample(studio.rng, studio.seal_ink)
        mask = seals.impression(terms.seal, touch, studio.rng)
        marks.straddle(flow.sheets, mask, touch.colour, studio.rng.uniform(90, 160))
    if studio.rng.random() < 0.15:
        colour = studio.rng.choice(((200, 40, 40), (30, 80, 160), (20, 120, 90)))
        marks.logo(flow.sheets[0], (30, 15), colour, studio.rng)
    small = studio.type("song", 9)
    for number, sheet in enumerate(flow.sheets, 1):
        sheet.centred(285, f"第 {number} 页 共 {len(flow.sheets)} 页", small)
    return Paper(
        DocumentKind.LABOR_CONTRACT,
        f"contract/{look.name}",
        flow.sheets,
        title=look.title,
        employer=terms.company.name,
        uscc=terms.company.uscc,
        contract=terms.record(),
        employee=terms.employee,
        by_hand=terms.by_hand,
    )


def term(draft: Draft) -> list[Piece]:
    """Return the words that say how long the contract runs."""
    terms = draft.terms
    if terms.kind is ContractType.FIXED and terms.end:
        return ["自", *draft.date(terms.start), "起至", *draft.date(terms.end), "止"]
    if terms.kind is ContractType.OPEN_ENDED:
        return ["自", *draft.date(terms.start), "起至法定终止条件出现时止"]
    return ["自", *draft.date(terms.start), "起至", draft.blank("设备安装项目"), "工作任务完成时止"]


TERM_NAMES = {
    ContractType.FIXED: "有固定期限",
    ContractType.OPEN_ENDED: "无固定期限",
    ContractType.TASK: "以完成一定工作任务为期限",
}


def sign_block(draft: Draft, party_a: str, party_b: str, *, side_by_side: bool) -> None:
    """Set both parties' places for seal, signatures and date."""
    flow, terms, studio = draft.flow, draft.terms, draft.studio
    flow.need(62)
    flow.skip(1.2)
    top = flow.y
    left = flow.place(MARGIN, party_a)
    if side_by_side:
        right = flow.place(112, party_b)
    else:
        flow.skip(2.6)
        right = flow.place(MARGIN, party_b)
    mine = (right[0] + 1, right[1] - 1, min(right[0] + 42, 186), right[3] + 1)
    slot = signing.Slot(mine, party_b.strip("："), Role.EMPLOYEE, terms.employee)
    signing.fill(flow.sheet, slot, terms.found, studio)
    below = max(flow.y, top) + flow.step * 1.9
    flow.y = below
    rep = flow.place(MARGIN, "法定代表人（委托代理人）：")
    box = (rep[0], rep[1] - 1, rep[0] + 26, rep[3] + 1)
    head = signing.Slot(box, "法定代表人", Role.EMPLOYER_REP, terms.company.legal_rep)
    found = SlotFound.PEN if studio.rng.random() < 0.6 else SlotFound.SEAL_ONLY
    signing.fill(flow.sheet, head, found, studio)
    flow.y = below + flow.step * 1.9
    _dates(draft, 112 if side_by_side else None)
    if terms.seal:
        press_all(flow.sheet, (terms.seal,), [(left[0] + 16, top + 6)], studio)


def _dates(draft: Draft, second: float | None) -> None:
    flow, terms = draft.flow, draft.terms
    text = spelling.date(terms.signed)
    spots = [MARGIN] + ([second] if second else [])
    for place, x in enumerate(spots):
        if place and terms.found is SlotFound.PEN:
            box = flow.place(x, "日期：")
            at = (box[0], box[1], box[0] + 40, box[3])
            signing.handwritten_date(flow.sheet, at, text, terms.employee, draft.studio)
        else:
            flow.place(x, f"日期：{text}")


def _standard(draft: Draft) -> None:
    """Write 甲方 and 乙方 on the first page, articles numbered 第一条, blanks ruled."""
    flow, terms, studio = draft.flow, draft.terms, draft.studio
    flow.title(draft.look.title, studio.type("hei", 22).bold)
    company, person = terms.company, terms.employee
    flow.para("甲方（用人单位）：", draft.blank(company.name, 80), indent=0)
    flow.para("统一社会信用代码：", Blank(company.uscc, None, 60), indent=0)
    flow.para("法定代表人：", draft.blank(company.legal_rep.name, 40), indent=0)
    flow.para("住所：", Blank(company.address, None, 80), indent=0)
    flow.para("乙方（劳动者）：", draft.blank(person.name, 50), indent=0)
    flow.para("居民身份证号码：", draft.blank(person.id_number, 60), indent=0)
    flow.skip(0.5)
    draft.paras(
        "根据《中华人民共和国劳动合同法》等法律、法规的规定，甲乙双方遵循合法、公平、平等自愿、"
        "协商一致、诚实信用的原则，签订本合同，共同遵守。"
    )
    draft.head("一、劳动合同期限")
    name = TERM_NAMES[terms.kind]
    flow.para(f"第一条  本合同为{name}劳动合同，期限", *term(draft), "。")
    draft.head("二、工作内容和工作地点")
    post = draft.blank(person.position, 24)
    flow.para("第二条  乙方同意根据甲方工作需要，担任", post, "岗位工作，")
    flow.para(f"工作地点为{company.place.full}。")
    draft.head("三、工作时间和休息休假")
    draft.paras(
        "第三条  甲方安排乙方执行标准工时制度，每日工作不超过八小时，每周工作不超过四十小时。",
        "第四条  乙方依法享有法定节假日、年休假、婚假、产假等休假权利。",
    )
    _standard_rest(draft)


def _standard_rest(draft: Draft) -> None:
    flow, terms = draft.flow, draft.terms
    draft.head("四、劳动报酬")
    pay = draft.blank(spelling.amount(terms.wage, "short"), 22)
    flow.para(
        "第五条  甲方每月",
        draft.blank("10", 8),
        "日前以货币形式支付乙方工资，月工资为",
        pay,
        "元。",
    )
    draft.paras("第六条  甲方安排乙方加班的，应依法支付加班工资。")
    draft.head("五、社会保险和福利待遇")
    draft.paras(
        "第七条  甲乙双方应按国家和地方有关规定参加社会保险，乙方个人缴纳部分由甲方代扣代缴。",
        "第八条  乙方患病或非因工负伤的医疗待遇按国家有关规定执行。",
    )
    draft.head("六、劳动保护、劳动条件和职业危害防护")
    draft.paras("第九条  甲方应为乙方提供符合国家规定的劳动条件和必要的劳动防护用品。")
    draft.head("七、劳动合同的变更、解除和终止")
    draft.paras(
        "第十条  双方协商一致可以变更本合同，变更应采用书面形式。",
        "第十一条  本合同的解除、终止和续订按《劳动合同法》及有关规定执行。",
    )
    draft.head("八、其他")
    draft.paras("第十二条  本合同一式两份，甲乙双方各执一份，自双方签字盖章之日起生效。")
    sign_block(draft, "甲方（盖章）：", "乙方（签字）：", side_by_side=True)


def _letter(draft: Draft) -> None:
    """Write a small company's two pages: short sentences, the parties in a paragraph."""
    flow, terms, studio = draft.flow, draft.terms, draft.studio
    company, person = terms.company, terms.employee
    flow.title(draft.look.title, studio.type("kai", 20).bold)
    flow.para(
        "甲方：",
        draft.blank(company.name, 70),
        "，地址：",
        company.address,
        "，负责人：",
        company.legal_rep.name,
        "，统一社会信用代码",
        company.uscc,
        "。",
        indent=2,
    )
    flow.para(
        "乙方：",
        draft.blank(person.name, 26),
        "，公民身份号码",
        draft.blank(person.id_number, 56),
        "。",
    )
    draft.paras("甲乙双方依照劳动法律法规，经平等协商，订立本合同。")
    kind = TERM_NAMES[terms.kind]
    flow.para("（一）合同期限：本合同为", kind, "合同，", *term(draft), "。")
    flow.para(
        "（二）乙方在",
        draft.blank(person.department, 20),
        "从事",
        draft.blank(person.position, 20),
        "工作，服从甲方合理安排。",
    )
    draft.paras("（三）每周工作五天，每天工作八小时，法定节日放假。")
    pay = draft.blank(spelling.amount(terms.wage, "short"), 20)
    flow.para(
        "（四）乙方基本工资加各项补贴合计每月", pay, "元，每月", draft.blank("12", 8), "日发放。"
    )
    draft.paras(
        "（五）甲方按规定为乙方缴纳社会保险费，个人应缴部分从乙方工资中扣除。",
        "（六）甲方提供必要的劳动防护用品，对乙方进行安全生产教育。",
        "（七）有下列情形之一的，本合同终止：合同期满的；乙方开始依法享受基本养老保险待遇的；"
        "甲方被依法宣告破产的；法律、行政法规规定的其他情形。",
        "（八）任何一方违反本合同给对方造成损失的，应当依法承担赔偿责任。",
        "（九）本合同自签订之日起生效，双方各持一份为凭。",
    )
    sign_block(draft, "甲方盖章：", "乙方签名：", side_by_side=True)


TUNING = (
    ContractLook("standard", _standard, "劳动合同书"),
    ContractLook("letter", _letter, "劳动合同", 12, 1.9),
    ContractLook("standard-wide", _standard, "劳动合同", 14, 2.3),
)
