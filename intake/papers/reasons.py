"""Reasons for back-payment in words, mapped to the codes that policies list."""

import re

from intake.text.fold import tight

# In this order: what is said by an authority or names a special case goes before plain arrears.
_REASONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "enforcement_document",
        re.compile(r"稽核|责令|仲裁|判决|裁决|监察|限期(?:改正|补缴|缴纳)|法院|行政处理|执法"),
    ),
    (
        "wrong_base",
        re.compile(
            r"基数.{0,8}(?:错|误|低|少|差|不实|不足|不符)|(?:少报|低报|错报|漏报).{0,6}基数"
        ),
    ),
    (
        "base_difference",
        re.compile(r"基数.{0,6}调整|(?:调整|公布).{0,8}基数|补差|差额补缴|基数差"),
    ),
    (
        "late_registration",
        re.compile(
            r"(?:未|没有|延误|延迟|迟|晚|漏).{0,8}(?:参保|登记|增员|增加手续|开户|建账)|"
            r"(?:参保|登记|增员).{0,8}(?:滞后|不及时|延误|延迟|晚)|新(?:参保|成立|设立|注册|入职)"
        ),
    ),
    (
        "transfer_gap",
        re.compile(r"转移接续|关系转移|转入|转出|跨(?:省|市|统筹)|工作调动|调入"),
    ),
    ("omitted_declaration", re.compile(r"漏[申]?报|漏缴|未申报|申报.{0,4}(?:遗漏|疏漏)")),
    (
        "employer_arrears",
        re.compile(
            r"欠缴|欠费|资金.{0,6}(?:困难|紧张|周转|短缺)|经营.{0,4}困难|"
            r"未.{0,3}(?:按时|按期|及时|足额|依法).{0,6}缴|"
            r"单位原因|用人单位.{0,8}(?:未|漏|欠)|(?:财务|经办|人事|工作人员).{0,8}(?:疏忽|失误|漏|变动)|未缴|停缴"
        ),
    ),
    (
        "personal",
        re.compile(
            r"个人(?:原因|申请|要求|自愿)|本人.{0,6}(?:原因|要求|自愿|不愿|放弃)|职工.{0,4}(?:自愿|不愿|要求)"
        ),
    ),
)


def reason_code(text: str) -> str | None:
    """Return the code of a reason in words; None if it is not understood."""
    plain = tight(text)
    return next((code for code, pattern in _REASONS if pattern.search(plain)), None)
