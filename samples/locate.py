"""From what a sheet knows about itself to the truth of a delivered page."""

from collections.abc import Callable

from models.evidence import BoxFrac
from models.marks import InkColour
from samples.sheet import BoxMm, Colour, Sheet
from samples.truth import (
    CellTruth,
    MarkTruth,
    SealTruth,
    SlotTruth,
    TableTruth,
    TextTruth,
)

Frac = Callable[[BoxMm], BoxFrac]
Truths = tuple[
    tuple[TextTruth, ...],
    tuple[TableTruth, ...],
    tuple[SealTruth, ...],
    tuple[SlotTruth, ...],
    tuple[MarkTruth, ...],
]


def locate(sheet: Sheet, frac: Frac, *, colourless: bool) -> Truths:
    """Map everything on a sheet; on a grey or binarised page all ink is black."""
    return (
        tuple(
            TextTruth(
                text=run.text,
                bbox_frac=frac(run.box),
                line=run.line,
                handwritten=run.handwritten,
            )
            for run in sheet.placed
        ),
        tuple(_table(sheet, index, frac) for index in range(len(sheet.tables))),
        tuple(
            _seal(sheet, index, frac, colourless=colourless) for index in range(len(sheet.seals))
        ),
        tuple(
            slot.truth.model_copy(
                update={
                    "bbox_frac": frac(slot.box),
                    "ink_frac": frac(slot.ink) if slot.ink else None,
                }
            )
            for slot in sheet.slots
        ),
        tuple(MarkTruth(bbox_frac=frac(mark.box), kind=mark.kind) for mark in sheet.marks),
    )


def _table(sheet: Sheet, index: int, frac: Frac) -> TableTruth:
    table = sheet.tables[index]
    cells = (
        CellTruth(
            table=index,
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            text=cell.text,
            bbox_frac=frac(cell.box),
        )
        for cell in table.cells
    )
    return TableTruth(
        bbox_frac=frac(table.box),
        rows=table.rows,
        columns=table.columns,
        ruled=table.ruled,
        cells=tuple(cells),
    )


def _seal(sheet: Sheet, index: int, frac: Frac, *, colourless: bool) -> SealTruth:
    seal = sheet.seals[index]
    return SealTruth(
        bbox_frac=frac(seal.box),
        kind=seal.kind,
        shape=seal.shape,
        colour=InkColour.BLACK if colourless else ink_colour(seal.colour),
        owner_name=seal.owner_name,
        seal_text=seal.seal_text,
        code=seal.code,
        whole=seal.whole,
        faint=seal.faint,
    )


def ink_colour(colour: Colour) -> InkColour:
    """Name a colour."""
    red, _, blue = colour
    if max(colour) - min(colour) < 30:
        return InkColour.BLACK
    return InkColour.RED if red > blue else InkColour.BLUE
