"""Payroll tables that lie on their side: people in columns, what is paid in rows."""

from intake.papers.headings import AMOUNTS, Heading, heading_of
from intake.text.names import looks_like_person, person_name
from models.page import Table

FEWEST_PEOPLE, FEWEST_AMOUNTS = 2, 2


def turned(table: Table) -> Table | None:
    """Return a table with people in columns turned to have them in rows; None for any other."""
    first = {cell.row: heading_of(cell.text) for cell in table.column(0) if cell.column == 0}
    amounts = sum(kind in AMOUNTS for kind in first.values())
    names = [row for row, kind in first.items() if kind is Heading.NAME]
    if amounts < FEWEST_AMOUNTS or len(names) != 1:
        return None
    people = [cell for cell in table.row(names[0]) if cell.column > 0 and cell.text.strip()]
    if len(people) < FEWEST_PEOPLE:
        return None
    if not all(looks_like_person(person_name(cell.text)) for cell in people):
        return None
    cells = (
        cell.model_copy(
            update={
                "row": cell.column,
                "column": cell.row,
                "row_span": cell.column_span,
                "column_span": cell.row_span,
            }
        )
        for cell in table.cells
    )
    in_order = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return table.model_copy(
        update={"rows": table.columns, "columns": table.rows, "cells": tuple(in_order)}
    )
