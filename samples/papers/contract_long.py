"""劳动合同 of many pages: a cover, the parties in a form, options of which one holds, annexes."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.paper import ContractType
from samples import spelling
from samples.grid import Grid, Look, Spot
from samples.papers.contract import ContractLook, Draft, sign_block
from samples.papers.flow import Blank, Piece

KINDS = (ContractType.FIXED, ContractType.OPEN_ENDED, ContractType.TASK)
PROBATION = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Wording:
    """What one set's long contract says: its headings, its labels, its boilerplate."""

    authority: str
    parties: tuple[str, str, str, str, str, str]
    """Labels of employer, credit code, address, employee, ID number, residence."""
    choice: str
    """Leads to the options; `{}` is the number of the one that holds."""
    post: tuple[str, str]
    wage: tuple[str, str]
    trial_wage: tuple[str, str]
    chapters: tuple[tuple[str, tuple[str, ...]], ...]
    annex: tuple[str, ...]
    signers: tuple[str, str]


def long_body(wording: Wording, numbers: Sequence[str]) -> Callable[[Draft], None]:
    """Return a template's body; `numbers` count the options."""

    def body(draft: Draft) -> None:
        _cover(draft, wording)
        draft.flow.turn()
        _parties(draft, wording)
        _term(draft, wording, numbers)
        draft.flow.para(wording.post[0], draft.blank(draft.terms.employee.position, 26),
                        wording.post[1])  # fmt: skip
        _wage(draft, wording)
        for heading, clauses in wording.chapters:
            draft.head(heading)
            draft.paras(*clauses)
        sign_block(draft, *wording.signers, side_by_side=True)
        draft.flow.turn()
        for place, text in enumerate(wording.annex):
            draft.flow.para(text, indent=0 if place == 0 else 2, bold=place == 0)

    return body


def _cover(draft: Draft, wording: Wording) -> None:
    flow, terms, studio = draft.flow, draft.terms, draft.studio
    flow.sheet.right((185, 30), "编号：________", studio.type("song", 11))
    flow.y = 80
    flow.title(draft.look.title, studio.type("hei", 28).bold)
    flow.y = 160
    labels = (wording.parties[0], wording.parties[3], "签订日期：")
    values = (terms.company.name, terms.employee.name, spelling.date(terms.signed))
    for label, value in zip(labels, values, strict=True):
        by_hand = draft.clerk if label != labels[0] else None
        flow.para("      ", label.rstrip("：") + "：", Blank(value, by_hand, 78), indent=0)
        flow.skip(0.6)
    flow.sheet.centred(268, wording.authority, studio.type("kai", 13))


def _parties(draft: Draft, wording: Wording) -> None:
    flow, terms = draft.flow, draft.terms
    company, person = terms.company, terms.employee
    look = Look(draft.studio.type("song", 10.5))
    grid = Grid(flow.sheet, (25, flow.y), [40.0, 120.0], [9.5] * 6)
    texts = (company.name, company.uscc, company.address, person.name, person.id_number,
             company.place.full)  # fmt: skip
    for place, (label, text) in enumerate(zip(wording.parties, texts, strict=True)):
        grid.put(Spot(place, 0), label, look)
        grid.put(Spot(place, 1), text, Look(look.type, "left"))
    grid.rule("full")
    flow.y = grid.bottom + 12


def _term(draft: Draft, wording: Wording, numbers: Sequence[str]) -> None:
    """Set all three kinds of term, the blanks of those that do not hold left empty."""
    flow, terms = draft.flow, draft.terms
    flow.para(wording.choice.format(numbers[KINDS.index(terms.kind)]))
    fixed = terms.kind is ContractType.FIXED and terms.end is not None
    start = draft.date(terms.start)
    until = draft.date(terms.end) if terms.end else _empty_date()
    trial = draft.date(terms.start + PROBATION)
    flow.para(
        f"（{numbers[0]}）固定期限：自",
        *(start if fixed else _empty_date()),
        "起至",
        *(until if fixed else _empty_date()),
        "止，其中试用期自",
        *(start if fixed else _empty_date()),
        "起至",
        *(trial if fixed else _empty_date()),
        "止。",
    )
    open_ended = terms.kind is ContractType.OPEN_ENDED
    flow.para(f"（{numbers[1]}）无固定期限：自", *(start if open_ended else _empty_date()),
              "起至法定终止条件出现时止。")  # fmt: skip
    task = terms.kind is ContractType.TASK
    flow.para(
        f"（{numbers[2]}）以完成一定工作任务为期限：自",
        *(start if task else _empty_date()),
        "起至",
        draft.blank("设备安装项目" if task else "", 30),
        "工作任务完成时止。",
    )


def _empty_date() -> list[Piece]:
    return [Blank("", None, 12), "年", Blank("", None, 8), "月", Blank("", None, 8), "日"]


def _wage(draft: Draft, wording: Wording) -> None:
    terms = draft.terms
    pay = draft.blank(spelling.amount(terms.wage, "short"), 24)
    trial = draft.blank(f"{int(terms.wage * 8 / 10)}", 20)
    draft.flow.para(wording.wage[0], pay, wording.wage[1])
    draft.flow.para(wording.trial_wage[0], trial, wording.trial_wage[1])


TUNING_WORDING = Wording(
    authority="人力资源和社会保障部门监制",
    parties=("甲方（用人单位）名称", "统一社会信用代码", "甲方住所", "乙方（劳动者）姓名",
             "居民身份证号码", "乙方住址"),
    choice="第一条 甲乙双方按下列第（{}）种方式确定本合同期限：",
    post=("第二条 甲方安排乙方从事", "岗位工作，乙方应按甲方合法要求履行岗位职责。"),
    wage=("第三条 乙方试用期满后，甲方按月支付乙方工资，月工资标准为", "元。"),
    trial_wage=("试用期月工资为", "元，不低于当地最低工资标准。"),
    chapters=(
        ("二、工作时间和休息休假", (
            "第四条 甲方实行每日工作八小时、每周工作五日的工时制度，安排加班的应依法支付报酬。",
            "第五条 甲方依法保证乙方的休息权利，乙方依法享受法定节假日、年休假和病假等假期。",
            "第六条 实行综合计算工时工作制或者不定时工作制的，应经劳动行政部门批准。",
        )),
        ("三、社会保险和福利", (
            "第七条 甲乙双方依法参加社会保险，按时缴纳各项社会保险费，乙方应缴部分由甲方代扣代缴。",
            "第八条 乙方患病或者非因工负伤，甲方应保证其依法享受医疗期及医疗期待遇。",
            "第九条 甲方为乙方提供的福利待遇按国家和本单位的规定执行。",
        )),
        ("四、劳动保护和劳动条件", (
            "第十条 甲方应建立健全劳动安全卫生制度，提供符合标准的劳动条件和防护用品。",
            "第十一条 乙方在劳动过程中必须严格遵守安全操作规程，有权拒绝违章指挥和强令冒险作业。",
        )),
        ("五、合同的变更、解除和终止", (
            "第十二条 甲乙双方协商一致，可以变更本合同约定的内容，变更本合同应当采用书面形式。",
            "第十三条 乙方提前三十日以书面形式通知甲方，可以解除本合同；在试用期内提前三日通知。",
            "第十四条 有法律规定情形之一的，甲方可以解除本合同，并依法支付经济补偿。",
            "第十五条 本合同期满，甲方应提前三十日告知乙方是否续订，双方同意的应及时办理。",
        )),
        ("六、违约责任和争议处理", (
            "第十六条 任何一方违反本合同的约定给对方造成损失的，应当承担赔偿责任。",
            "第十七条 因履行本合同发生争议的，可以向本单位调解委员会申请调解，也可以申请仲裁。",
            "第十八条 本合同未尽事宜，按国家和地方有关规定执行。本合同一式两份，双方各执一份。",
        )),
    ),
    annex=(
        "附件一：岗位说明",
        "一、服从部门安排，按时完成领导交办的各项工作任务。",
        "二、遵守劳动纪律，爱护设备和工具，节约材料。",
        "三、配合做好安全检查，发现隐患及时报告。",
    ),
    signers=("甲方（公章）：", "乙方（签字或盖章）："),
)  # fmt: skip
TUNING = (
    ContractLook("long", long_body(TUNING_WORDING, "一二三"), "劳动合同书", 14, 2.2),
    ContractLook("long-wide", long_body(TUNING_WORDING, "123"), "劳动合同", 16, 2.6),
)
