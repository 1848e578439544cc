"""A place where a signature is asked for, and the print that asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.evidence import Box
from models.marks import Role
from models.page import Table, Word

TOTALS = ("合计", "总计", "小计", "累计", "共计")
"""Words that begin a row of totals, which nobody signs."""

NAME_HEADINGS = ("姓名", "职工姓名", "员工姓名", "名字", "人员姓名", "收款人", "领款人")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signature is asked for."""

    box: Box
    label: str
    role: Role
    weak: bool = False
    table: int | None = None
    row: int | None = None
    expected: str = ""
    """The printed name of the row's person, if the table says so."""
    label_box: Box | None = None
    inferred: bool = False
    """No words ask for it: a wordless column of a continued table."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed on a page: it says where to sign."""

    words: Sequence[Word] = ()
    tables: Sequence[Table] = ()
