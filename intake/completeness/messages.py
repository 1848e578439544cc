"""What people are told: one sentence in each language per code, and what to do about it."""

from models.finding import Code, FlagCode, Item, Material, Message
from models.quantities import Month

PAPERS = {
    Material.PAYROLL_VOUCHER: ("工资凭证", "payroll voucher"),
    Material.LABOR_CONTRACT: ("劳动合同", "labour contract"),
    Material.APPLICATION: ("补缴申请书", "application"),
    Material.ELIGIBILITY: ("补缴资格", "eligibility"),
    Material.IDENTITY: ("身份证", "identity card"),
    Material.OTHER: ("其他材料", "other material"),
}

UNMET = {
    Code.VOUCHER_MISSING: (
        "缺少{paper}，请补交。",
        "The {paper} is missing; please hand it in.",
    ),
    Code.MONTH_ILLEGIBLE: (
        "{paper}上的工资所属月份无法辨认，请提供清晰的凭证。",
        "The wage month on the {paper} cannot be made out; please bring a legible voucher.",
    ),
    Code.EMPLOYEE_NOT_IN_VOUCHER: (
        "{paper}中没有该职工，请提供载有该职工工资的凭证。",
        "The {paper} does not list the employee; please bring one that does.",
    ),
    Code.VOUCHER_EMPLOYER_MISMATCH: (
        "{paper}上的单位名称与申报单位不一致，请提供申报单位的工资凭证。",
        "The {paper} names another employer; please bring the declaring employer's voucher.",
    ),
    Code.WAGE_UNREADABLE: (
        "{paper}上的应发工资无法辨认，请提供清晰的凭证。",
        "The gross wage on the {paper} cannot be made out; please bring a legible voucher.",
    ),
    Code.WAGE_NOT_PRINTED: (
        "{paper}未列应发工资，请提供列有应发工资的凭证。",
        "The {paper} states no gross wage; please bring a voucher that does.",
    ),
    Code.FINANCIAL_SEAL_MISSING: (
        "{paper}未盖财务专用章，请加盖用人单位财务专用章。",
        "The {paper} bears no financial seal; please have the employer stamp it.",
    ),
    Code.OFFICIAL_SEAL_MISSING: (
        "{paper}未盖单位公章，请加盖用人单位公章。",
        "The {paper} bears no official seal; please have the employer stamp it.",
    ),
    Code.SEAL_OWNER_MISMATCH: (
        "{paper}上的印章不是申报单位的印章，请加盖申报单位的印章。",
        "The seal on the {paper} is not the declaring employer's; please have it stamped anew.",
    ),
    Code.EMPLOYEE_SIGNATURE_MISSING: (
        "{paper}无职工本人手写签名，请职工本人签字。",
        "The {paper} lacks the employee's own handwritten signature; please have it signed.",
    ),
    Code.CONTRACT_MISSING: (
        "缺少劳动合同，请补交。",
        "The labour contract is missing; please hand it in.",
    ),
    Code.CONTRACT_EMPLOYEE_MISMATCH: (
        "劳动合同不是该职工的，请提供该职工本人的劳动合同。",
        "The labour contract is another person's; please bring the employee's own.",
    ),
    Code.CONTRACT_EMPLOYER_MISMATCH: (
        "劳动合同的用人单位与申报单位不一致，请提供与申报单位签订的劳动合同。",
        "The labour contract is with another employer; please bring the one with this employer.",
    ),
    Code.CONTRACT_NOT_COVERING: (
        "劳动合同期限未覆盖{month}，请提供覆盖该月的劳动合同或续签合同。",
        "The labour contract does not run through {month}; please bring one that does.",
    ),
    Code.APPLICATION_MISSING: (
        "缺少补缴申请书，请补交。",
        "The application is missing; please hand it in.",
    ),
    Code.APPLICATION_EMPLOYEE_MISMATCH: (
        "补缴申请书上的职工与申报职工不一致，请更正后重新提交。",
        "The application names another employee; please correct it and hand it in again.",
    ),
    Code.APPLICATION_MONTHS_MISMATCH: (
        "补缴申请书所列月份与申报月份不一致，请更正后重新提交。",
        "The months on the application differ from those claimed; please correct it.",
    ),
    Code.NOT_AN_EMPLOYEE: (
        "该人员以灵活就业身份参保，不适用职工医保补缴。",
        "The person is insured as a flexible worker; the employees' back-payment does not apply.",
    ),
    Code.EMPLOYEE_NOT_ACTIVE: (
        "该职工已与单位终止劳动关系，不能按在职职工补缴，请先核实用工状态。",
        "The employment has ended; back-payment is for active employees, please clarify first.",
    ),
    Code.PAST_TIME_LIMIT: (
        "申报月份超过本地规定的补缴时限：{detail}。",
        "These months lie beyond the local time limit: {detail}.",
    ),
    Code.REASON_NOT_ACCEPTED: (
        "所述补缴原因不在本地受理范围，请说明符合规定的原因。",
        "The reason stated is not accepted here; please state an accepted one.",
    ),
    Code.IDENTITY_MISSING: (
        "缺少该职工的身份证件，请补交。",
        "The employee's identity card is missing; please hand it in.",
    ),
    Code.MATERIAL_UNCHECKED: (
        "缺少{detail}，请补交。",
        "Missing: {detail}; please hand it in.",
    ),
}
"""By code: what is surely not there, and what to do."""

DOUBTFUL = {
    Code.VOUCHER_MISSING: (
        "未能确认{paper}是否已提交，请工作人员核对。",
        "Whether the {paper} was handed in is not certain; please check.",
    ),
    Code.MONTH_ILLEGIBLE: (
        "{paper}的工资所属月份未能准确读出，请工作人员核对原件。",
        "The wage month of the {paper} was not read with certainty; please check the original.",
    ),
    Code.EMPLOYEE_NOT_IN_VOUCHER: (
        "未能确认{paper}中哪一行是该职工，请工作人员核对姓名和身份证号。",
        "Which row of the {paper} is the employee's is not certain; please check name and ID.",
    ),
    Code.VOUCHER_EMPLOYER_MISMATCH: (
        "{paper}的单位名称未能确认，请工作人员核对。",
        "The employer named on the {paper} is not certain; please check.",
    ),
    Code.WAGE_UNREADABLE: (
        "{paper}的应发工资未能准确读出，请工作人员核对原件。",
        "The gross wage on the {paper} was not read with certainty; please check the original.",
    ),
    Code.WAGE_NOT_PRINTED: (
        "{paper}未见应发工资，仅有实发金额，不能作为缴费基数，请工作人员核对。",
        "The {paper} seems to state the net wage only, which is no base; please check.",
    ),
    Code.FINANCIAL_SEAL_MISSING: (
        "{paper}上的财务专用章未能确认，请工作人员核对原件。",
        "The financial seal on the {paper} is not certain; please check the original.",
    ),
    Code.OFFICIAL_SEAL_MISSING: (
        "{paper}上的单位公章未能确认，请工作人员核对原件。",
        "The official seal on the {paper} is not certain; please check the original.",
    ),
    Code.SEAL_OWNER_MISMATCH: (
        "{paper}上印章的单位名称未能确认，请工作人员核对原件。",
        "Whose seal is on the {paper} is not certain; please check the original.",
    ),
    Code.EMPLOYEE_SIGNATURE_MISSING: (
        "{paper}上的职工本人签名未能确认，请工作人员核对原件。",
        "The employee's signature on the {paper} is not certain; please check the original.",
    ),
    Code.CONTRACT_MISSING: (
        "未能确认劳动合同是否已提交，请工作人员核对。",
        "Whether the labour contract was handed in is not certain; please check.",
    ),
    Code.CONTRACT_EMPLOYEE_MISMATCH: (
        "劳动合同是否为该职工本人的未能确认，请工作人员核对姓名和身份证号。",
        "Whether the labour contract is the employee's is not certain; please check name and ID.",
    ),
    Code.CONTRACT_EMPLOYER_MISMATCH: (
        "劳动合同的用人单位未能确认，请工作人员核对。",
        "The employer named in the labour contract is not certain; please check.",
    ),
    Code.CONTRACT_NOT_COVERING: (
        "劳动合同期限是否覆盖{month}未能确认，请工作人员核对。",
        "Whether the labour contract runs through {month} is not certain; please check.",
    ),
    Code.APPLICATION_MISSING: (
        "补缴申请书未能确认，请工作人员核对。",
        "The application is not certain; please check.",
    ),
    Code.APPLICATION_EMPLOYEE_MISMATCH: (
        "补缴申请书上的职工未能确认，请工作人员核对姓名和身份证号。",
        "The employee on the application is not certain; please check name and ID.",
    ),
    Code.APPLICATION_MONTHS_MISMATCH: (
        "补缴申请书所列月份未能准确读出，请工作人员核对。",
        "The months on the application were not read with certainty; please check.",
    ),
    Code.NOT_AN_EMPLOYEE: (
        "参保身份未能确认，请工作人员核对。",
        "How the person is insured is not certain; please check.",
    ),
    Code.EMPLOYEE_NOT_ACTIVE: (
        "职工是否在职未能确认，请工作人员核对。",
        "Whether the employee is still employed is not certain; please check.",
    ),
    Code.PAST_TIME_LIMIT: (
        "申报日期未知，补缴时限未能核对，请工作人员核对。",
        "The day of declaration is unknown, so the time limit was not checked; please check.",
    ),
    Code.REASON_NOT_ACCEPTED: (
        "补缴原因未能确认，请工作人员核对。",
        "The reason for the back-payment is not certain; please check.",
    ),
    Code.IDENTITY_MISSING: (
        "该职工的身份证件未能确认，请工作人员核对。",
        "The employee's identity card is not certain; please check.",
    ),
    Code.MATERIAL_UNCHECKED: (
        "请工作人员核对是否已提交：{detail}。",
        "Please check whether this was handed in: {detail}.",
    ),
}
"""By code: what could not be made sure of."""

MET = {
    Item.VOUCHER: ("{paper}已提交，载有该职工。", "The {paper} is there and lists the employee."),
    Item.WAGE: ("{paper}列有应发工资。", "The {paper} states the gross wage."),
    Item.FINANCIAL_SEAL: (
        "{paper}盖有用人单位财务专用章。",
        "The {paper} bears the employer's financial seal.",
    ),
    Item.OFFICIAL_SEAL: (
        "{paper}盖有用人单位公章。",
        "The {paper} bears the employer's official seal.",
    ),
    Item.SIGNATURE: ("{paper}有职工本人签名。", "The {paper} bears the employee's signature."),
    Item.EMPLOYER: ("{paper}为申报单位的。", "The {paper} is the declaring employer's."),
    Item.EMPLOYEE: ("{paper}为该职工的。", "The {paper} is the employee's."),
    Item.CONTRACT: ("劳动合同已提交。", "The labour contract is there."),
    Item.TERM: ("劳动合同覆盖{month}。", "The labour contract runs through {month}."),
    Item.APPLICATION: ("补缴申请书已提交。", "The application is there."),
    Item.MONTHS: (
        "补缴申请书所列月份与申报一致。",
        "The application names the months claimed.",
    ),
    Item.ELIGIBILITY: ("{detail}", "{detail}"),
    Item.IDENTITY: ("身份证件已提交。", "The identity card is there."),
}
"""By item: what is in order."""

ELIGIBLE = {
    Code.NOT_AN_EMPLOYEE: ("以职工身份参保。", "Insured as an employee."),
    Code.EMPLOYEE_NOT_ACTIVE: (
        "材料未显示劳动关系已终止。",
        "Nothing says that the employment has ended.",
    ),
    Code.PAST_TIME_LIMIT: ("申报月份在补缴时限内。", "The months lie within the time limit."),
    Code.REASON_NOT_ACCEPTED: ("补缴原因可受理。", "The reason is accepted."),
}
"""By eligibility code: what is in order."""

FLAGS = {
    FlagCode.MONTH_ILLEGIBLE: (
        "有工资凭证的所属月份无法辨认。",
        "A payroll voucher's wage month cannot be made out.",
    ),
    FlagCode.EMPLOYEE_NOT_IN_VOUCHER: (
        "有申报月份的工资凭证中未见该职工。",
        "A claimed month's payroll voucher does not list the employee.",
    ),
    FlagCode.SEAL_OWNER_MISMATCH: (
        "材料上有其他单位的印章。",
        "A paper bears another company's seal.",
    ),
    FlagCode.CONTRACT_EMPLOYEE_MISMATCH: (
        "劳动合同上的劳动者不是该职工。",
        "The labour contract names another employee.",
    ),
    FlagCode.DUPLICATE_VOUCHER_EDITED: (
        "两份工资凭证的印章、笔迹位置完全相同，但月份或金额不同，疑为改动后重复使用，请核对原件。",
        "Two vouchers agree in every seal and stroke but not in month or amount; please check.",
    ),
    FlagCode.AMOUNTS_DISAGREE: (
        "工资凭证上的金额相互矛盾，请核对原件。",
        "Amounts on the payroll vouchers contradict each other; please check the originals.",
    ),
    FlagCode.MEDICAL_ALREADY_DEDUCTED: (
        "工资凭证显示申报月份已代扣医疗保险费，请核实缴费情况。",
        "The voucher shows medical insurance already deducted in a claimed month; please clarify.",
    ),
    FlagCode.HIDDEN_TEXT: (
        "文件含有页面上看不见的文字，请核对原件。",
        "The file carries text that nobody can see on the page; please check the original.",
    ),
    FlagCode.ACTIVE_CONTENT: (
        "文件含有脚本、附件等活动内容，请核对来源。",
        "The file carries scripts, attachments or other active content; please check its source.",
    ),
    FlagCode.ID_INVALID: (
        "公民身份号码校验不通过：{detail}。",
        "A citizen ID number fails its check: {detail}.",
    ),
    FlagCode.USCC_INVALID: (
        "统一社会信用代码校验不通过：{detail}。",
        "A unified social credit code fails its check: {detail}.",
    ),
    FlagCode.SAME_SEAL_IMAGE: (
        "不同的扫描件上有完全相同的印章图像，疑为复制粘贴，请核对原件。",
        "Different scans bear pixel-alike seal impressions; please check the originals.",
    ),
    FlagCode.SEAL_PICTURE_ONLY: (
        "电子文件中的印章只是图片（{detail}），请核对原件。",
        "The seal in the file is a mere picture ({detail}); please check.",
    ),
    FlagCode.FILE_SIGNATURE_BROKEN: (
        "文件的电子签名无效，签名后内容可能被改动。",
        "The file's electronic signature does not hold; it may have been changed since.",
    ),
    FlagCode.DUPLICATE_SUBMISSION: (
        "该职工以下月份已办理过：{detail}。",
        "These months were decided before for this employee: {detail}.",
    ),
    FlagCode.LOW_QUALITY: (
        "部分页面质量较差：{detail}，建议重新扫描。",
        "Some pages are of poor quality: {detail}; a new scan would help.",
    ),
    FlagCode.WAGE_DIFFERS_FROM_CONTRACT: (
        "应发工资与劳动合同约定的工资不同。",
        "The gross wage differs from the wage agreed in the labour contract.",
    ),
    FlagCode.DUPLICATE_PAGE: (
        "同一页面重复提交。",
        "The same page was handed in more than once.",
    ),
    FlagCode.PARAMETER_UNPUBLISHED: (
        "部分月份的缴费参数尚未公布，暂不能核定：{detail}。",
        "Parameters for some months are not published yet, so nothing was computed: {detail}.",
    ),
    FlagCode.CORRECTION_UNPLACED: (
        "此前的人工更正在现有材料上找不到对应之处，须重新核对。",
        "What a person corrected earlier is not found on the papers any more; look again.",
    ),
}
"""By flag: what was noticed."""


def paper_words(material: Material, month: Month | None) -> tuple[str, str]:
    """Name a paper in both languages, with its month where it has one."""
    zh, en = PAPERS[material]
    if month is None:
        return zh, en
    return f"{_zh(month)}{zh}", f"{en} for {month}"


def unmet_message(
    code: Code, material: Material, month: Month | None, detail: Message | None = None
) -> Message:
    """Say that something is surely not there."""
    return _filled(UNMET[code], material, month, detail)


def doubtful_message(
    code: Code, material: Material, month: Month | None, detail: Message | None = None
) -> Message:
    """Say that something could not be made sure of."""
    return _filled(DOUBTFUL[code], material, month, detail)


def met_message(
    item: Item, material: Material, month: Month | None, detail: Message | None = None
) -> Message:
    """Say that something is in order."""
    return _filled(MET[item], material, month, detail)


def eligible_message(code: Code) -> Message:
    """Say that a point of eligibility is in order."""
    zh, en = ELIGIBLE[code]
    return Message(zh=zh, en=en)


def flag_message(code: FlagCode, detail: Message | None = None) -> Message:
    """Say what was noticed."""
    return _filled(FLAGS[code], Material.ELIGIBILITY, None, detail)


def plain(text: str) -> Message:
    """Make a detail that reads the same in both languages."""
    return Message(zh=text, en=text)


def listed(months: tuple[Month, ...]) -> Message:
    """List months in both languages."""
    return Message(zh="、".join(_zh(month) for month in months), en=", ".join(map(str, months)))


def _zh(month: Month) -> str:
    """Write a month in Chinese."""
    return f"{month.year}年{month.month}月"


def _filled(
    sentences: tuple[str, str], material: Material, month: Month | None, detail: Message | None
) -> Message:
    """Put paper, month and detail into a pair of sentences."""
    zh, en = sentences
    paper_zh, paper_en = paper_words(material, month)
    month_zh, month_en = (_zh(month), str(month)) if month else ("该月", "the month")
    more = detail or plain("—")
    return Message(
        zh=zh.format(paper=paper_zh, month=month_zh, detail=more.zh),
        en=en.format(paper=paper_en, month=month_en, detail=more.en),
    )
