"""One table of cases: decision, what is missing, payable amount, seconds."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from models.case import CaseFile, Decision
from models.finding import Verdict
from models.paper import Papers

DECISIONS = {
    Decision.COMPLETE: "[green]✓ 齐全 complete[/]",
    Decision.INCOMPLETE: "[red]✗ 不齐 incomplete[/]",
    Decision.REVIEW: "[yellow]? 待审 review[/]",
}


def case_table() -> Table:
    """Return the empty table."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("办件 case", no_wrap=True)
    table.add_column("结论 decision", no_wrap=True)
    table.add_column("缺什么 missing / 待定 doubtful", ratio=1, overflow="fold", min_width=44)
    table.add_column("应付 payable", justify="right", no_wrap=True)
    table.add_column("秒 s", justify="right", no_wrap=True)
    return table


def case_line(name: str, case: CaseFile, seconds: float) -> tuple[str, str, str, str, str]:
    """Return a case's row."""
    payable = f"{case.statement.totals.payable:,.2f}" if case.statement else "—"
    return name, DECISIONS[case.decision], open_items(case), payable, f"{seconds:.1f}"


def open_items(case: CaseFile) -> str:
    """Name what is unmet; where nothing is, what is doubtful or flagged."""
    missing = [f"{item.code}{f' {item.month}' if item.month else ''}" for item in case.missing]
    if missing:
        return ", ".join(missing)
    doubts = [
        f"{item.code or item.material}?{f' {item.month}' if item.month else ''}"
        for item in case.requirements
        if item.verdict is Verdict.DOUBTFUL
    ]
    flags = [f"⚑{flag.code}" for flag in case.flags if flag.severity == "blocking"]
    return ", ".join(doubts + flags) or "—"


def print_cases(console: Console, cases: Sequence[CaseFile], papers: Papers) -> None:
    """Print the cases, and the files that could not be read."""
    table = case_table()
    for case in cases:
        table.add_row(*case_line(case.case, case, sum(case.provenance.seconds.values())))
    console.print(table)
    for file in papers.files:
        if file.problem:
            console.print(
                f"[red]读不了 cannot read[/] {file.name}: {file.problem}", highlight=False
            )
