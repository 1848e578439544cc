"""Drawn pages as a reader without fault would read them: what is left to judge is the deciding."""

from models.evidence import Box, BoxFrac
from models.marks import InkMark, Seal, Slot
from models.page import Cell, Channel, ColourMode, Frame, PageReading, Quality, Table, Word
from models.paper import DocumentKind
from samples.truth import PageTruth, SlotTruth, TableTruth

DPI = 200.0
LONG, SHORT = 2339, 1654
SURE = 0.99


class Perfect:
    """One drawn page being read."""

    def __init__(self, truth: PageTruth) -> None:
        self.truth = truth
        lying = truth.width > truth.height
        self.width, self.height = (LONG, SHORT) if lying else (SHORT, LONG)

    def box(self, frac: BoxFrac) -> Box:
        x0, y0, x1, y1 = frac
        return Box(
            left=x0 * self.width,
            top=y0 * self.height,
            right=x1 * self.width + 1,
            bottom=y1 * self.height + 1,
        )

    def reading(self) -> PageReading:
        truth, words = self.truth, self.words()
        scale = (1 / self.width, 0, 0, 0, 1 / self.height, 0, 0, 0, 1)
        tables = tuple(self.table(table, words) for table in truth.tables)
        return PageReading(
            file=truth.file,
            page=truth.page,
            width=truth.width,
            height=truth.height,
            channel=Channel.SCAN,
            frame=Frame(width=self.width, height=self.height, dpi=DPI, to_delivered=scale),
            quality=Quality(dpi=DPI, colour=ColourMode.COLOUR),
            words=words,
            tables=tables,
            seals=self.seals(),
            slots=tuple(self.slot(slot, tables) for slot in truth.slots),
            ink_marks=tuple(
                InkMark(box=self.box(m.bbox_frac), kind=m.kind, score=SURE) for m in truth.marks
            ),
            fingerprint=f"{truth.file}:{truth.page}",
            blank=truth.kind is DocumentKind.BLANK,
        )

    def words(self) -> tuple[Word, ...]:
        """Everything but what is written in a signature's place."""
        slots = [self.box(slot.bbox_frac) for slot in self.truth.slots]
        texts = sorted(self.truth.texts, key=lambda text: (text.line, text.bbox_frac[0]))
        read = [
            Word(text=text.text, box=self.box(text.bbox_frac), score=SURE, reader="perfect")
            for text in texts
            if text.text.strip()
        ]
        return tuple(w for w in read if not any(_lies_in(w.box, slot) for slot in slots))

    def table(self, truth: TableTruth, words: tuple[Word, ...]) -> Table:
        cells = []
        for cell in truth.cells:
            box = self.box(cell.bbox_frac)
            own = tuple(word for word in words if _lies_in(word.box, box))
            cells.append(
                Cell(
                    row=cell.row,
                    column=cell.column,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    box=box,
                    text=" ".join(word.text for word in own),
                    score=SURE,
                    words=own,
                )
            )
        return Table(
            box=self.box(truth.bbox_frac),
            rows=truth.rows,
            columns=truth.columns,
            cells=tuple(cells),
        )

    def seals(self) -> tuple[Seal, ...]:
        return tuple(
            Seal(
                box=self.box(seal.bbox_frac),
                kind=seal.kind,
                shape=seal.shape,
                colour=seal.colour,
                owner_name=seal.owner_name,
                seal_text=seal.seal_text,
                code=seal.code,
                whole=seal.whole,
                score=SURE,
                kind_score=SURE,
                text_score=SURE,
            )
            for seal in self.truth.seals
        )

    def slot(self, truth: SlotTruth, tables: tuple[Table, ...]) -> Slot:
        box = self.box(truth.bbox_frac)
        cells = [
            (index, cell.row)
            for index, table in enumerate(tables)
            for cell in table.cells
            if _lies_in(box, cell.box)
        ]
        table, row = cells[0] if cells else (None, None)
        return Slot(
            box=box,
            label=truth.label,
            role=truth.role,
            table=table,
            row=row,
            state=truth.state,
            found=truth.found,
            score=SURE,
            text=truth.text,
        )


def _lies_in(box: Box, other: Box) -> bool:
    return box.overlap(other) > 0.5 * box.area
