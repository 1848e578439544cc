"""How companies set their payroll tables: rules, headings, where the month stands."""

from dataclasses import dataclass
from typing import Literal

from samples.grid import Ruling

ID_COLUMNS = ("身份证号", "公民身份号码")
MonthPlace = Literal["title", "above", "period", "account", "split"]
Further = Literal["all", "head", "none"]
"""What further pages repeat: title and headings, the headings, or nothing."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a company sets its payroll table."""

    name: str
    ruling: Ruling
    month_at: MonthPlace
    family: Literal["song", "hei", "kai"]
    people: tuple[str, ...]
    """Columns before the amounts, from 序号 姓名 部门 岗位 工号."""
    grouped: bool = False
    """A second heading level: 应发项目, 扣款项目."""
    note: bool = False
    numbers: Literal["plain", "grouped", "short"] = "plain"
    zero: str = "0.00"
    row_height: float = 8.5
    tinted: bool = False
    payday: bool = False
    company_line: bool = False
    """The company above the title, in a line of its own."""
    asides: tuple[str, ...] = ()
    """Columns that belong to no sum, before the amounts: attendance, bases, what came before."""
    subtotals: bool = False
    """People stand by department, each with its 小计."""
    further: Further = "all"
    page_sums: bool = False
    """Every page but the last ends in its own sum."""
    tier: str = ""
    """A third level of headings over all amounts."""


TUNING = (
    TableLook("ledger", "full", "title", "song", ("序号", "姓名", "部门"), note=True, grouped=True),
    TableLook(
        "plain",
        "full",
        "above",
        "hei",
        ("序号", "姓名", "岗位"),
        numbers="grouped",
        zero="-",
    ),
    TableLook(
        "open",
        "none",
        "title",
        "song",
        ("姓名", "部门"),
        numbers="grouped",
        zero="",
        row_height=7.5,
        payday=True,
    ),
    TableLook(
        "lines",
        "rows",
        "period",
        "kai",
        ("序号", "姓名", "身份证号"),
        company_line=True,
        payday=True,
    ),
    TableLook(
        "tinted",
        "full",
        "split",
        "hei",
        ("序号", "姓名"),
        numbers="short",
        tinted=True,
        grouped=True,
    ),
    TableLook("boxed", "frame", "title", "song", ("序号", "姓名", "岗位"), payday=True),
    TableLook("loose", "none", "period", "song", ("部门", "姓名"), row_height=7.0, payday=True),
    TableLook(
        "aside",
        "full",
        "title",
        "song",
        ("序号", "姓名", "岗位"),
        asides=("入职日期", "公积金基数", "上月应发"),
        row_height=7.5,
    ),
    TableLook(
        "groups",
        "full",
        "above",
        "hei",
        ("序号", "部门", "姓名"),
        numbers="grouped",
        subtotals=True,
        further="head",
        row_height=6.5,
    ),
    TableLook(
        "runs-on",
        "rows",
        "title",
        "song",
        ("序号", "姓名", "岗位"),
        further="none",
        page_sums=True,
        row_height=6.5,
        zero="-",
    ),
    TableLook(
        "tiers",
        "full",
        "account",
        "kai",
        ("序号", "姓名"),
        numbers="grouped",
        grouped=True,
        tier="工资明细",
        row_height=7.5,
    ),
)
REPORTING = (
    TableLook(
        "register",
        "full",
        "above",
        "song",
        ("编号", "姓名", "公民身份号码"),
        numbers="grouped",
        company_line=True,
        grouped=True,
    ),
    TableLook("frame", "frame", "title", "hei", ("序号", "姓名", "职务"), payday=True),
    TableLook("kai", "full", "account", "kai", ("姓名", "部门"), note=True, zero=""),
    TableLook(
        "bands",
        "rows",
        "split",
        "song",
        ("编号", "姓名"),
        numbers="grouped",
        tinted=True,
        zero="-",
        company_line=True,
        grouped=True,
    ),
    TableLook(
        "bare",
        "none",
        "period",
        "hei",
        ("部门", "姓名"),
        zero="0.00",
        row_height=8.0,
        payday=True,
    ),
    TableLook(
        "crowded",
        "full",
        "period",
        "hei",
        ("编号", "姓名", "职务"),
        asides=("计薪天数", "社保基数", "累计应发工资"),
        numbers="grouped",
        row_height=7.0,
    ),
    TableLook(
        "sections",
        "rows",
        "title",
        "song",
        ("部门", "编号", "姓名"),
        subtotals=True,
        further="none",
        row_height=6.5,
    ),
    TableLook(
        "endless",
        "none",
        "above",
        "hei",
        ("编号", "姓名", "职务"),
        further="head",
        page_sums=True,
        row_height=6.0,
        numbers="grouped",
        zero="",
    ),
    TableLook(
        "storeys",
        "frame",
        "split",
        "song",
        ("编号", "姓名"),
        grouped=True,
        tier="薪酬构成",
        row_height=7.5,
        company_line=True,
    ),
)
