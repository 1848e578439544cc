"""Scanned vouchers that lie a little differently on the glass."""

from tests.intake.completeness.builders import FINANCIAL, OFFICIAL, voucher_sheet, word

WORDS = tuple(word(f"词{n}", 300 + 100 * (n % 10), 300 + 60 * (n // 10)) for n in range(30))


def scanned(month, text="词", *, at=0.0, words=WORDS, **changes):
    """A voucher scanned `at` pixels off, stamped in the same places of the paper."""
    moved = [
        s.model_copy(update={"box": s.box.model_copy(update=_moved(s.box, at))})
        for s in (FINANCIAL, OFFICIAL)
    ]
    shifted = tuple(
        w.model_copy(update={"box": w.box.model_copy(update=_moved(w.box, at))})
        for w in (*words, word(f"{text}{month}", 900, 200))
    )
    return voucher_sheet(month, seals=moved, bears={"words": shifted}, **changes)


def _moved(spot, by):
    return {
        "left": spot.left + by,
        "right": spot.right + by,
        "top": spot.top + by,
        "bottom": spot.bottom + by,
    }


def stamped_elsewhere(month):
    sheet = scanned(month)
    seals = (FINANCIAL, OFFICIAL.model_copy(update={"box": FINANCIAL.box.grown(12)}))
    sheet.page = sheet.page.model_copy(update={"seals": seals})
    return sheet
