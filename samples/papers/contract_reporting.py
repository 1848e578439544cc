"""劳动合同: the templates of the reporting set."""

from models.paper import ContractType
from samples import spelling
from samples.grid import Grid, Look, Spot
from samples.papers.contract import TERM_NAMES, ContractLook, Draft, sign_block, term
from samples.papers.flow import Blank


def _covered(draft: Draft) -> None:
    """Write a cover page with the parties, then terse clauses, a box ticked for the term."""
    flow, terms, studio = draft.flow, draft.terms, draft.studio
    company, person = terms.company, terms.employee
    flow.y = 70
    flow.title("劳  动  合  同", studio.type("song", 30).bold)
    flow.y = 150
    for label, value in (
        ("用人单位：", company.name),
        ("员工姓名：", person.name),
        ("签订日期：", spelling.date(terms.signed)),
    ):
        flow.para("        ", label, Blank(value, draft.clerk, 78), indent=0)
        flow.skip(0.6)
    flow.turn()
    flow.para("用人单位（甲方）：", company.name, indent=0)
    flow.para("信用代码：", company.uscc, "    法定代表人：", company.legal_rep.name, indent=0)
    flow.para(
        "员工（乙方）：",
        draft.blank(person.name, 30),
        "    性别：",
        draft.blank("男" if person.male else "女", 10),
        indent=0,
    )
    flow.para("身份证号：", draft.blank(person.id_number, 60), indent=0)
    flow.skip(0.5)
    chosen = {kind: "■" if kind is terms.kind else "□" for kind in ContractType}
    options = "  ".join(f"{chosen[kind]}{TERM_NAMES[kind]}" for kind in ContractType)
    flow.para("1. 合同期限。双方选择下列形式：", options, "。合同期", *term(draft), "。")
    flow.para(
        "2. 工作岗位：", draft.blank(person.position, 24), "。工作地点：", company.place.full, "。"
    )
    draft.paras(
        "3. 工时制度：执行标准工时制，甲方因生产经营需要延长工作时间的，依法与乙方协商。",
        "4. 休息休假：乙方享受国家规定的法定节假日及带薪年休假。",
    )
    pay = draft.blank(spelling.amount(terms.wage, "grouped"), 24)
    flow.para("5. 工资标准：人民币", pay, "元/月（税前），甲方于次月十五日前发放上月工资。")
    draft.paras(
        "6. 社会保险：甲方依法为乙方办理养老、医疗、失业、工伤、生育保险，双方各自承担应缴部分。",
        "7. 劳动纪律：乙方应遵守甲方依法制定的规章制度，保守甲方的商业秘密。",
        "8. 合同的解除与终止：按照《中华人民共和国劳动合同法》执行，依法支付经济补偿。",
        "9. 争议处理：双方发生劳动争议，可向当地劳动人事争议仲裁委员会申请仲裁。",
        "10. 本合同未尽事宜，双方另行协商。本合同一式二份，具有同等法律效力。",
    )
    sign_block(draft, "甲方（公章）：", "乙方（签名）：", side_by_side=False)


def _tabular(draft: Draft) -> None:
    """Write the parties as a table, then clauses in plain words under Arabic numbers."""
    flow, terms, studio = draft.flow, draft.terms, draft.studio
    company, person = terms.company, terms.employee
    flow.title(draft.look.title, studio.type("song", 22).bold)
    label = Look(studio.type("song", 10.5))
    grid = Grid(flow.sheet, (25, flow.y), [30.0, 130.0], [9.0] * 5)
    rows = (
        ("聘用方", company.name),
        ("信用代码", company.uscc),
        ("注册地址", company.address),
        ("受聘人", person.name),
        ("证件号码", person.id_number),
    )
    for place, (name, text) in enumerate(rows):
        grid.put(Spot(place, 0), name, label)
        grid.put(Spot(place, 1), text, Look(label.type, "left"))
    grid.rule("full")
    flow.y = grid.bottom + 10
    flow.para("聘用方（以下称甲方）与受聘人（以下称乙方）就建立劳动关系达成如下约定：")
    flow.para("1、期限类型：", TERM_NAMES[terms.kind], "。起止时间：", *term(draft), "。")
    flow.para(
        "2、乙方岗位为", draft.blank(person.position, 22), "，所在部门：", person.department, "。"
    )
    wage = draft.blank(spelling.amount(terms.wage, "plain"), 24)
    flow.para("3、劳动报酬：乙方正常出勤的月薪合计", wage, "元，按月以转账方式支付。")
    draft.paras(
        "4、甲方实行每周五日工作制，乙方依法享受各类假期。",
        "5、甲乙双方依法参加各项社会保险并承担各自的缴费义务。",
        "6、甲方对乙方进行岗前培训，并提供安全卫生的工作场所。",
        "7、乙方应当履行岗位职责，爱护甲方财产，不得泄露经营信息。",
        "8、除法律另有规定外，任何一方提前解除本约定应书面通知对方。",
        "9、本约定一式两份，双方签章后生效。",
    )
    sign_block(draft, "聘用方（签章）：", "受聘人（签名）：", side_by_side=True)


REPORTING = (
    ContractLook("covered", _covered, "劳动合同", 12, 1.85),
    ContractLook("tabular", _tabular, "聘用合同", 11.5, 1.8),
    ContractLook("covered-wide", _covered, "劳动合同书", 14, 2.7),
)
