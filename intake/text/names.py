"""Names of companies and people: one spelling, and careful comparison."""

import re
from enum import StrEnum

from intake.text.confusion import slips
from intake.text.fold import simplified, tight

_FORM = re.compile(
    r"(?:股份有限责任公司|股份有限公司|有限责任公司|有限公司|集团公司|总公司|公司|合伙企业\(有限合伙\)|"
    r"\((?:有限合伙|普通合伙|特殊普通合伙|个体工商户)\)|集团)$"
)
_BRANCH = re.compile(
    r"(?:分公司|分店|分行|分所|办事处|代表处|分部|项目部|营业部|第[一二三四五六七八九十\d]+\w)$"
)
_PLACE = re.compile(r"^[一-鿿]{2,3}(?:省|自治区)|^[一-鿿]{2,4}?市(?!场)|^[一-鿿]{2,3}?[区县](?!块)")
_ORGANISATION = re.compile(
    r"[一-鿿A-Za-z0-9()·&]{2,40}?"
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|合伙企业(?:\(有限合伙\))?|事务所|工作室|商行|经营部|"
    r"服务部|中心|厂|学校|幼儿园|医院|研究院|研究所|合作社|委员会|协会|基金会|酒店|饭店|超市|银行)"
    r"(?:[一-鿿]{2,10}?(?:分公司|分行|分店|分所|办事处|项目部))?"
)
_LEAD = re.compile(
    r"\d{2,4}年(?:度)?(?:\d{1,2}月(?:份|\d{1,2}日)?)?|\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?|"
    r"(?:编制单位|单位名称|用人单位|工作单位|申请单位|付款单位|收款单位|填报单位|公司名称|企业名称|"
    r"参保单位|缴费单位|所在单位|单位全称|甲方|聘用方|用工方|雇佣方|委托方|申请方|雇主)(?:名称)?(?:\([^)]*\))?[::]?"
)
_NO_COMPANY = re.compile(
    r"^(?:本|我|贵|该|原|各|总|分|子|母)(?:单位|公司|厂)|(?:本|我|贵|该|我们)(?:单位|公司|厂|店|院|校)$|医疗保[险障]|社会保险|经办|服务中心|管理中心|"
    r"人民(?:政府|法院)|劳动合同|甲方|乙方|用人"
)
_PERSON = re.compile(r"[一-鿿㐀-䶿]{2,4}(?:·[一-鿿]{1,8}){0,3}|[一-鿿]{1,8}(?:·[一-鿿]{1,8}){1,3}")
_NO_SURNAME = frozenset("工资月号签字合总额部岗位实发扣款税")
_ENDS_NO_NAME = frozenset("工资号签字计总额部岗款税")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦"
)
"""The two hundred and some surnames that nearly everybody bears."""
_HEADING_WORDS = re.compile(
    "工资|应发|实发|应付|实付|应扣|合计|总计|小计|总额|金额|部门|岗位|扣款|税金|姓名|签字|签名|签章|公章|"
    "年月|月份|本月|上月|当月|日期|编号|序号|备注|制表|审核"
)
_FIGURES = re.compile(
    r"[〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟亿]+(?:年|月|日|元|元整)"
)
"""张月 and 金元 are names, 五月 and 伍佰元 are not."""
_SURE_LENGTH = 8
"""Characters from which one confusable slip cannot make another company's name."""
_CUT = 0.5
"""Share of a name from which a piece of it may be the name, cut off."""


class NameMatch(StrEnum):
    """How two names relate."""

    SAME = "same"
    ABBREVIATION = "abbreviation"
    """One may stand for the other, but does not name it in full."""
    DIFFERENT = "different"
    UNSURE = "unsure"


def company_name(text: str) -> str:
    """Return a company's name in one spelling: half-width brackets, no blanks, no end marks."""
    name = simplified(tight(text)).strip("。.,、;:\"'“”《》<>-_/|")
    name = name.replace("[", "(").replace("]", ")").replace("【", "(").replace("】", ")")
    name = name.replace("〔", "(").replace("〕", ")").replace("{", "(").replace("}", ")")
    if name.count("(") > name.count(")") and not name.endswith("("):
        return name
    return name.rstrip("(")


def find_company(text: str) -> str | None:
    """Return the first organisation that `text` names in full, None if there is none."""
    for match in _ORGANISATION.finditer(_LEAD.sub(" ", tight(text))):
        name = company_name(match[0])
        name = re.sub(r"^(?:委托|代发|付款|所在)?单位(?=.{6,})", "", name)
        if len(_core(name)) >= 2 and not _NO_COMPANY.search(name):
            return name
    return None


def compare_company(one: str, other: str) -> NameMatch:
    """
    Compare two company names as printed or read.

    SAME also forgives one slip between characters that readers confuse in a long name. A branch and
    its company, a cut or a badly read name are UNSURE: a person looks.
    """
    first, second = _unbracketed(one), _unbracketed(other)
    if not first or not second:
        return NameMatch.UNSURE
    if first == second:
        return NameMatch.SAME
    if (_BRANCH.search(first) is None) != (_BRANCH.search(second) is None):
        return NameMatch.UNSURE if _core(first)[:4] == _core(second)[:4] else NameMatch.DIFFERENT
    soft, hard = slips(first, second)
    if hard == 0 and soft == 1 and min(len(first), len(second)) >= _SURE_LENGTH:
        return NameMatch.SAME
    if _abbreviates(first, second) or _abbreviates(second, first):
        return NameMatch.ABBREVIATION
    return _by_likeness(first, second)


def person_name(text: str) -> str:
    """Return a person's name without blanks and marks."""
    name = simplified(tight(text)).replace("•", "·").replace(".", "·")
    return re.sub(r"[^一-鿿㐀-䶿A-Za-z·]", "", name).strip("·")


def looks_like_person(text: str) -> bool:
    """Say whether a text can be a Chinese person's name (2 to 4 characters or dotted)."""
    name = tight(text).replace("•", "·")
    if _PERSON.fullmatch(name) is None or _FIGURES.fullmatch(name):
        return False
    odd = name[0] in _NO_SURNAME or name[-1] in _ENDS_NO_NAME
    return not odd and _HEADING_WORDS.search(name) is None


def has_common_surname(text: str) -> bool:
    """Say whether a text begins as most people's names do: where no mark parts it from a label."""
    return tight(text)[:1] in _SURNAMES


def compare_person(one: str, other: str) -> NameMatch:
    """
    Compare two people's names as printed or read.

    One confusable character makes UNSURE, never SAME: 张伟 and 张纬 may both be on the payroll.
    """
    first, second = person_name(one), person_name(other)
    if not first or not second:
        return NameMatch.UNSURE
    if first == second:
        return NameMatch.SAME
    soft, hard = slips(first, second)
    if hard == 0 and soft <= 1:
        return NameMatch.UNSURE
    if hard + soft == 1 and min(len(first), len(second)) >= 4:
        return NameMatch.UNSURE
    return NameMatch.DIFFERENT


def _unbracketed(text: str) -> str:
    """Return a company's name without its brackets: (北京) and 北京 are one place."""
    return company_name(text).replace("(", "").replace(")", "").upper()


def _core(name: str) -> str:
    """Return a name without places before and legal form behind."""
    while (shorter := _PLACE.sub("", name)) != name:
        name = shorter
    return _FORM.sub("", name)


def _abbreviates(short: str, full: str) -> bool:
    """Say whether `short` is `full` with characters left out, its distinctive part kept."""
    if len(short) >= len(full) or len(short) < 2:
        return False
    core_short, core_full = _core(short) or short, _core(full) or full
    if core_short == core_full:
        return True
    kept = iter(full)
    return all(char in kept for char in short) and (
        core_short in core_full and len(core_short) >= 2 and _FORM.search(full) is not None
    )


def _by_likeness(first: str, second: str) -> NameMatch:
    """Judge names that are neither equal nor short for each other."""
    short, full = sorted((first, second), key=len)
    if short in full and len(short) >= _CUT * len(full):
        return NameMatch.UNSURE
    soft, hard = slips(first, second)
    if len(first) == len(second):
        near = hard <= 1 and soft + hard <= max(1, len(first) // 4)
    else:
        near = hard <= 2 and soft + hard <= len(full) // 4
    return NameMatch.UNSURE if near else NameMatch.DIFFERENT
