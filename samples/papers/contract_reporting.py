"""劳动合同: the templates of the reporting set."""

from models.paper import ContractType
from samples import spelling
from samples.grid import Grid, Look, Spot
from samples.papers.contract import TERM_NAMES, ContractLook, Draft, sign_block, term
from samples.papers.contract_long import Wording, long_body
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


_CHAPTERS = Wording(
    authority="本合同文本由用人单位留存备查",
    parties=("聘用单位", "信用代码", "注册地址", "受聘人员姓名", "公民身份号码", "常住地址"),
    choice="1.1 双方商定，合同期采用以下第 {} 项：",
    post=("2.1 受聘人员的工作岗位为", "，具体职责以岗位说明书为准。"),
    wage=("3.1 转正后工资标准为人民币", "元/月，次月发放，遇节假日提前。"),
    trial_wage=("3.2 见习阶段每月发放", "元作为试用期工资。"),
    chapters=(
        (
            "第四章 考勤与假期",
            (
                "4.1 聘用单位依照国家规定确定工时，受聘人员按规定打卡，不得代人考勤。",
                "4.2 请假须提前书面提出并获批准，擅自离岗按旷工处理。",
                "4.3 加班须事先申请，经批准后方可计发加班报酬或者安排补休。",
            ),
        ),
        (
            "第五章 保险与福利",
            (
                "5.1 聘用单位自用工之日起三十日内为受聘人员办理参保手续，各自负担法定份额。",
                "5.2 受聘人员因病治疗的，按所在地医疗期规定执行。",
            ),
        ),
        (
            "第六章 纪律与保密",
            (
                "6.1 受聘人员在职及离职后均不得披露聘用单位的客户资料与技术信息。",
                "6.2 违反规章造成损失的，应当按实际损失承担相应责任。",
                "6.3 未经同意，不得在其他单位兼职。",
            ),
        ),
        (
            "第七章 合同的履行",
            (
                "7.1 岗位、地点的调整须经协商，并以补充约定的方式确认。",
                "7.2 任一方依法提出解约的，应当办理工作交接，结清款项。",
                "7.3 期满前双方应就是否续签作出书面答复。",
                "7.4 发生纠纷先行协商，协商不成的提请劳动人事争议仲裁。",
            ),
        ),
    ),
    annex=(
        "附录 保密事项清单",
        "（1）经营计划、报价资料以及客户名录。",
        "（2）生产工艺、图纸、配方和检测数据。",
        "（3）人事档案与薪资信息。",
    ),
    signers=("聘用单位（公章）：", "受聘人员（签名）："),
)
REPORTING = (
    ContractLook("covered", _covered, "劳动合同", 12, 1.85),
    ContractLook("tabular", _tabular, "聘用合同", 11.5, 1.8),
    ContractLook("covered-wide", _covered, "劳动合同书", 14, 2.7),
    ContractLook("chapters", long_body(_CHAPTERS, "123"), "劳动合同", 13, 2.1),
    ContractLook("chapters-wide", long_body(_CHAPTERS, "ABC"), "聘用合同书", 16, 2.7),
)
