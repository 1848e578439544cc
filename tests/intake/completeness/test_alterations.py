"""One sheet handed in twice: altered, or only scanned again."""

from models.case import Decision
from models.finding import FlagCode
from tests.intake.completeness.builders import (
    JUNE,
    MAY,
    application_sheet,
    case_of,
    claim,
    contract_sheet,
    handwriting,
)
from tests.intake.completeness.scans import WORDS, scanned


def flags(case):
    return {flag.code for flag in case.flags}


def of_two_months(*sheets):
    others = contract_sheet(), application_sheet(months=(MAY, JUNE))
    return case_of(*sheets, *others, asked=claim(MAY, JUNE))


def with_pictures(sheet):
    """Let a sheet's seals be known by how they took their ink."""
    seals = [s.model_copy(update={"picture": f"p{n}"}) for n, s in enumerate(sheet.page.seals)]
    sheet.page = sheet.page.model_copy(update={"seals": tuple(seals)})
    return sheet


def test_an_honest_rescan_is_only_a_duplicate():
    twice = [scanned(MAY, file="a.pdf"), scanned(MAY, file="b.pdf", at=3.0)]
    case = case_of(*twice, contract_sheet(), application_sheet())
    (flag,) = case.flags
    assert flag.code is FlagCode.DUPLICATE_PAGE
    assert len(flag.documents) == 2
    assert case.decision is Decision.COMPLETE


def test_strokes_out_of_place_make_two_scans_two_papers():
    one, other = scanned(MAY), scanned(JUNE)
    other.page = other.page.model_copy(update={"ink_marks": (handwriting(500, 500),)})
    one.page = one.page.model_copy(update={"ink_marks": (handwriting(500, 540),)})
    case = of_two_months(one, other)
    assert FlagCode.DUPLICATE_VOUCHER_EDITED not in flags(case)


def test_one_stroke_of_four_that_a_scan_lost_hides_no_alteration():
    pen = [handwriting(300 + 200 * place, 900) for place in range(2)]
    one, other = scanned(MAY), scanned(JUNE)
    one.page = one.page.model_copy(update={"ink_marks": tuple(pen)})
    other.page = other.page.model_copy(update={"ink_marks": tuple(pen[:1])})
    case = of_two_months(one, other)
    assert FlagCode.DUPLICATE_VOUCHER_EDITED in flags(case)


def test_strokes_in_the_same_places_prove_no_alteration_where_no_seal_does():
    pen = tuple(handwriting(300 + 200 * place, 900) for place in range(2))
    one, other = scanned(MAY), scanned(JUNE)
    for sheet in (one, other):
        sheet.page = sheet.page.model_copy(update={"ink_marks": pen, "seals": ()})
    case = of_two_months(one, other)
    assert FlagCode.DUPLICATE_VOUCHER_EDITED not in flags(case)


def test_the_impressions_of_one_sheet_scanned_twice_are_no_pasted_seals():
    twice = [scanned(MAY, file="a.pdf"), scanned(MAY, file="b.pdf", at=3.0)]
    case = case_of(*map(with_pictures, twice), contract_sheet(), application_sheet())
    assert flags(case) == {FlagCode.DUPLICATE_PAGE}


def test_the_impressions_of_one_picture_on_two_sheets_are_pasted():
    one, other = scanned(MAY), scanned(JUNE, words=WORDS[:12])
    case = of_two_months(with_pictures(one), with_pictures(other))
    assert FlagCode.SAME_SEAL_IMAGE in flags(case)
