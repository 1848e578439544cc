"""Which papers show wages: the layouts of both sets by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from samples.papers import payroll_table
from samples.papers.paper import Order, Paper
from samples.papers.payroll_table import TableLook
from samples.payroll import Payroll
from samples.studio import Studio


@dataclass(frozen=True, slots=True)
class Job:
    """One month's payroll and what the voucher for it has to show."""

    payroll: Payroll
    order: Order


Maker = Callable[[Studio, list[Job]], list[Paper]]


def monthly_tables(studio: Studio, jobs: list[Job], look: TableLook) -> list[Paper]:
    """Draw one table a month."""
    title = studio.rng.choice(studio.words.words.titles)
    return [payroll_table.draw(studio, job.payroll, job.order, look, title) for job in jobs]


def _tables(looks: tuple[TableLook, ...]) -> dict[str, Maker]:
    return {f"table/{look.name}": partial(monthly_tables, look=look) for look in looks}


TUNING: dict[str, Maker] = {**_tables(payroll_table.TUNING)}
REPORTING: dict[str, Maker] = {**_tables(payroll_table.REPORTING)}
