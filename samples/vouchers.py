"""Which papers show wages: the layouts of both sets by name."""

from collections.abc import Callable, Iterable
from functools import partial

from samples.papers import matrix, payroll_table, receipt, slip, table_looks, yearly
from samples.papers.paper import Job, Paper
from samples.papers.slip import SlipLook
from samples.papers.table_looks import TableLook
from samples.studio import Studio

Maker = Callable[[Studio, list[Job]], list[Paper]]


def monthly_tables(studio: Studio, jobs: list[Job], look: TableLook) -> list[Paper]:
    """Draw one table a month."""
    title = studio.rng.choice(studio.words.words.titles)
    return [payroll_table.draw(studio, job.payroll, job.order, look, title) for job in jobs]


def shared(name: str) -> bool:
    """Say whether a layout puts all months on one paper, so that its seals serve them all."""
    return name.startswith(("year/", "matrix/"))


SUMS_ONLY = {look.name for look in (
    receipt.TUNING_RECEIPT, receipt.TUNING_BANK, receipt.REPORTING_RECEIPT, receipt.REPORTING_BANK
)}  # fmt: skip


def itemises(name: str) -> bool:
    """Say whether a layout shows deductions one by one."""
    return name not in SUMS_ONLY and not name.startswith("matrix/")


def tells_namesakes_apart(name: str) -> bool:
    """Say whether a layout shows ID numbers beside the names of the whole staff."""
    return name in {
        f"table/{look.name}"
        for look in (*table_looks.TUNING, *table_looks.REPORTING)
        if set(look.people) & set(table_looks.ID_COLUMNS)
    }


def _slips(make: Callable[..., list[Paper]], looks: Iterable[SlipLook]) -> dict[str, Maker]:
    return {f"slip/{look.name}": partial(make, look=look) for look in looks}


def _tables(looks: Iterable[TableLook]) -> dict[str, Maker]:
    return {f"table/{look.name}": partial(monthly_tables, look=look) for look in looks}


TUNING: dict[str, Maker] = {
    **_tables(table_looks.TUNING),
    **_slips(slip.lying, slip.TUNING_LYING),
    **_slips(slip.standing, slip.TUNING_STANDING),
    **_slips(slip.strips, slip.TUNING_STRIPS),
    **{f"year/{look.name}": partial(yearly.draw, look=look) for look in yearly.TUNING},
    **{f"matrix/{look.name}": partial(matrix.draw, look=look) for look in matrix.TUNING},
    receipt.TUNING_RECEIPT.name: partial(receipt.receipts, look=receipt.TUNING_RECEIPT),
    receipt.TUNING_PAYMENT.name: partial(receipt.payments, look=receipt.TUNING_PAYMENT),
    receipt.TUNING_BANK.name: partial(receipt.bank_lists, look=receipt.TUNING_BANK),
}
REPORTING: dict[str, Maker] = {
    **_tables(table_looks.REPORTING),
    **_slips(slip.lying, slip.REPORTING_LYING),
    **_slips(slip.standing, slip.REPORTING_STANDING),
    **_slips(slip.strips, slip.REPORTING_STRIPS),
    **{f"year/{look.name}": partial(yearly.draw, look=look) for look in yearly.REPORTING},
    **{f"matrix/{look.name}": partial(matrix.draw, look=look) for look in matrix.REPORTING},
    receipt.REPORTING_RECEIPT.name: partial(receipt.receipts, look=receipt.REPORTING_RECEIPT),
    receipt.REPORTING_PAYMENT.name: partial(receipt.payments, look=receipt.REPORTING_PAYMENT),
    receipt.REPORTING_BANK.name: partial(receipt.bank_lists, look=receipt.REPORTING_BANK),
}
