import hashlib
import zipfile
from io import BytesIO

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from models.case import Decision
from models.finding import Code
from models.marks import Role, SealKind, SlotFound, SlotState
from models.paper import DocumentKind
from models.quantities import Month
from samples.cases import compose_case, random_case
from samples.channels import CHANNELS
from samples.payroll import MEDICAL
from samples.sets import SETS
from samples.spec import CaseSpec, Defect, Wrong
from tests.drawing import crop, page_pixels, pdf_pixels, red_share

ONE = (Month(2024, 5),)


def small(**changes) -> CaseSpec:
    return CaseSpec.model_validate(
        {"months": ONE, "channel": "scan150", "people": 2, "by_hand": False, **changes}
    )


def test_every_seal_box_holds_red_ink_and_its_surroundings_less(scanned):
    seals = [(page, seal) for page in scanned.pages for seal in page.seals]
    assert len(seals) >= 7
    for page, seal in seals:
        assert red_share(crop(page_pixels(scanned, page), seal.bbox_frac)) > 0.05


def test_red_ink_lies_in_seal_boxes_only(scanned):
    for page in scanned.pages:
        pixels = page_pixels(scanned, page).copy()
        for box in [s.bbox_frac for s in page.seals] + [m.bbox_frac for m in page.marks]:
            crop(pixels, box)[:] = 255
        assert red_share(pixels) < 0.0005


@pytest.mark.parametrize("name", ["scanned", "digital"])
def test_every_text_box_holds_ink_to_its_edges(name, request):
    case = request.getfixturevalue(name)
    for page in case.pages:
        grey = page_pixels(case, page).min(2)
        for text in page.texts:
            part = crop(grey, text.bbox_frac)
            if part.min() > 215:
                pytest.fail(f"no ink under {text.text!r} on {page.file}")


def test_print_lies_in_text_boxes_and_rules_only(digital):
    page = next(p for p in digital.pages if p.kind is DocumentKind.LABOR_CONTRACT)
    grey = page_pixels(digital, page).min(2).copy()
    boxes = [t.bbox_frac for t in page.texts] + [s.bbox_frac for s in page.seals]
    for left, top, right, bottom in boxes:
        crop(grey, (left - 0.002, top - 0.0015, right + 0.002, bottom + 0.0035))[:] = 255
    dark = (grey < 140).astype(np.uint8)
    rules = sum(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(run)) for run in ((1, 60), (60, 1)))
    bare = dark & (cv2.dilate(rules, np.ones((5, 5))) == 0)
    assert bare.mean() < 0.0005


def test_the_pages_stand_in_the_files_in_the_order_told(scanned):
    for document in scanned.truth.documents:
        assert document.pages
        told = [(p.file, p.page) for p in scanned.pages if p.document == document.id]
        assert told == [(ref.file, ref.page) for ref in document.pages]


def test_the_same_seed_gives_the_same_bytes():
    first = compose_case("tuning", 11, small(channel="stacked"))
    second = compose_case("tuning", 11, small(channel="stacked"))
    assert first.files == second.files
    assert first.truth == second.truth


def test_another_seed_gives_another_case():
    first, second = (compose_case("tuning", seed, small()) for seed in (11, 12))
    assert first.truth.employee != second.truth.employee


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_every_channel_delivers_the_pages_it_tells(channel):
    wrong = [Wrong(defect=Defect.CONTRACT_MISSING)]
    case = compose_case("reporting", 3, small(channel=channel, wrong=wrong))
    if channel == "zip":
        names = zipfile.ZipFile(BytesIO(case.files["材料.zip"])).namelist()
        assert {n.encode("cp437").decode("gbk") for n in names} == {p.file for p in case.pages}
        return
    for page in case.pages:
        height, width = page_pixels(case, page, 72).shape[:2]
        if page.file.endswith(".pdf"):
            assert width / height == pytest.approx(page.width / page.height, rel=0.01)
        else:
            assert (width, height) == (page.width, page.height)


def test_an_exif_turned_picture_is_stored_turned_and_shown_upright():
    case = compose_case("tuning", 6, small(channel="exif"))
    turned = [p for p in case.pages if any(t in {"exif:6", "exif:8"} for t in p.tags)]
    assert turned
    for page in turned:
        stored = Image.open(BytesIO(case.files[page.file])).size
        assert stored == (page.height, page.width)
        for seal in page.seals:
            assert red_share(crop(page_pixels(case, page), seal.bbox_frac)) > 0.05


def test_turned_pages_carry_their_seals_with_them():
    case = compose_case("tuning", 8, small(channel="turned", months=["2024-05", "2024-06"]))
    assert any(page.rotation for page in case.pages)
    for page in case.pages:
        for seal in page.seals:
            assert red_share(crop(page_pixels(case, page), seal.bbox_frac)) > 0.05


def test_a_copy_has_no_colour_and_seals_pressed_on_a_copy_have():
    grey = compose_case("tuning", 2, small(channel="grey"))
    fresh = compose_case("tuning", 2, small(channel="red_on_copy"))
    page = next(p for p in grey.pages if p.seals)
    assert red_share(page_pixels(grey, page)) == 0
    page = next(p for p in fresh.pages if p.seals)
    for seal in page.seals:
        assert red_share(crop(page_pixels(fresh, page), seal.bbox_frac)) > 0.05


def test_a_digital_page_has_a_text_layer_that_says_what_the_truth_says(digital):
    page = digital.pages[0]
    document = pypdfium2.PdfDocument(digital.files[page.file])
    layer = document[0].get_textpage().get_text_bounded()
    document.close()
    printed = "".join(t.text for t in page.texts if not t.handwritten)
    assert set(printed) - {" "} <= set(layer)


@pytest.mark.parametrize(
    ("defect", "code"),
    [
        (Defect.FINANCIAL_SEAL_MISSING, Code.FINANCIAL_SEAL_MISSING),
        (Defect.INVOICE_SEAL_FOR_FINANCIAL, Code.FINANCIAL_SEAL_MISSING),
        (Defect.OFFICIAL_SEAL_MISSING, Code.OFFICIAL_SEAL_MISSING),
        (Defect.SEALS_OF_ANOTHER, Code.SEAL_OWNER_MISMATCH),
        (Defect.TICK_ONLY, Code.EMPLOYEE_SIGNATURE_MISSING),
        (Defect.VOUCHER_MISSING, Code.VOUCHER_MISSING),
        (Defect.EMPLOYEE_ABSENT, Code.EMPLOYEE_NOT_IN_VOUCHER),
        (Defect.CONTRACT_MISSING, Code.CONTRACT_MISSING),
        (Defect.APPLICATION_MISSING, Code.APPLICATION_MISSING),
    ],
)
def test_a_defect_makes_the_case_incomplete_with_its_code(defect, code):
    case = compose_case("tuning", 9, small(wrong=[Wrong(defect=defect)]))
    assert case.truth.decision is Decision.INCOMPLETE
    assert [item.code for item in case.truth.missing] == [code]


def test_a_voucher_of_another_employer_bears_that_employers_name_and_seals():
    wrong = [Wrong(defect=Defect.VOUCHER_OF_ANOTHER)]
    case = compose_case("tuning", 9, small(wrong=wrong))
    issuer = case.truth.documents[0].employer
    owners = {s.owner_name for p in case.pages for s in p.seals if p.document == "d1"}
    assert issuer != case.truth.employer.name
    assert owners - {None} == {issuer}


def test_a_missing_financial_seal_is_not_on_the_voucher_and_the_others_are():
    wrong = [Wrong(defect=Defect.FINANCIAL_SEAL_MISSING)]
    case = compose_case("tuning", 9, small(wrong=wrong))
    kinds = {s.kind for p in case.pages for s in p.seals if p.document == "d1"}
    assert SealKind.FINANCIAL not in kinds
    assert SealKind.OFFICIAL in kinds


def test_only_the_employees_own_slot_carries_the_defect():
    wrong = [Wrong(defect=Defect.UNSIGNED)]
    case = compose_case("tuning", 9, small(wrong=wrong, people=5, voucher="table/open"))
    slots = [s for p in case.pages for s in p.slots if p.document == "d1"]
    mine = [s for s in slots if s.person == case.truth.employee.name]
    assert [(s.state, s.found) for s in mine] == [(SlotState.UNSIGNED, SlotFound.EMPTY)]
    assert sum(s.state is SlotState.SIGNED for s in slots) >= 2


def test_net_only_prints_no_gross_and_asks_for_a_person():
    case = compose_case("tuning", 9, small(wrong=[Wrong(defect=Defect.NET_ONLY)]))
    wage = case.truth.wages[ONE[0]]
    assert wage.gross is None
    assert wage.net is not None
    assert case.truth.decision is Decision.REVIEW


def test_wages_told_are_the_wages_printed(digital):
    for wage in digital.truth.wages.values():
        refs = next(d.pages for d in digital.truth.documents if d.id == wage.document)
        document = pypdfium2.PdfDocument(digital.files[refs[0].file])
        layer = document[0].get_textpage().get_text_bounded().replace(",", "")
        document.close()
        assert f"{wage.gross:.2f}" in layer
        assert f"{wage.net:.2f}" in layer


def test_an_encrypted_file_needs_a_password_and_a_damaged_one_does_not_open():
    wrong = [Wrong(defect=Defect.ENCRYPTED_FILE), Wrong(defect=Defect.DAMAGED_FILE)]
    case = compose_case("tuning", 9, small(wrong=wrong))
    problems = {f.name: f.problem for f in case.truth.files if f.problem}
    assert set(problems.values()) == {"encrypted", "damaged"}
    for name, problem in problems.items():
        with pytest.raises(pypdfium2.PdfiumError) as caught:
            pdf_pixels(case.files[name])
        assert ("password" in str(caught.value).lower()) == (problem == "encrypted")


def test_files_differ_between_vouchers(scanned):
    digests = {hashlib.sha256(content).hexdigest() for content in scanned.files.values()}
    assert len(digests) == len(scanned.files)


def test_skew_stays_within_five_degrees():
    case = compose_case("tuning", 21, small(channel="skewed"))
    skews = [float(t[5:]) for p in case.pages for t in p.tags if t.startswith("skew:")]
    assert skews
    assert np.abs(skews).max() <= 5


@pytest.mark.parametrize(
    ("set_name", "layout"), [(name, v) for name, layouts in SETS.items() for v in layouts.vouchers]
)
def test_every_voucher_prints_the_wages_and_months_it_tells(set_name, layout):
    months = (Month(2023, 11), Month(2023, 12))
    spec = small(voucher=layout, channel="digital", months=months, people=3)
    case = compose_case(set_name, 17, spec)
    for month, wage in case.truth.wages.items():
        document = next(d for d in case.truth.documents if d.id == wage.document)
        assert month in document.months
        file = pypdfium2.PdfDocument(case.files[document.pages[0].file])
        layer = "".join(page.get_textpage().get_text_bounded() for page in file)
        file.close()
        flat = layer.replace(",", "").replace(" ", "")
        assert f"{wage.gross:.2f}".removesuffix(".00") in flat
        assert f"{wage.net:.2f}".removesuffix(".00") in flat
        assert case.truth.employee.name in flat
        slots = [
            s
            for p in case.pages
            for s in p.slots
            if p.document == document.id and s.role is Role.EMPLOYEE
        ]
        assert {s.month for s in slots} >= {month} or {s.month for s in slots} == {None}


def test_a_defect_of_one_month_is_refused_on_a_paper_of_all_months():
    wrong = [Wrong(defect=Defect.UNSIGNED, month=ONE[0])]
    with pytest.raises(ValueError, match="cannot show"):
        compose_case("tuning", 1, small(voucher="year/months-down", wrong=wrong))


@pytest.mark.parametrize("set_name", ["tuning", "reporting"])
def test_a_random_case_is_the_same_each_time(set_name):
    first = random_case(set_name, 4, channel="digital")
    second = random_case(set_name, 4, channel="digital")
    assert first.files == second.files
    assert first.pages == second.pages


def test_namesakes_stand_on_a_paper_that_tells_them_apart():
    case = compose_case("tuning", 3, small(namesake=True, channel="digital"))
    name = case.truth.employee.name
    rows = [e for d in case.truth.documents for e in d.entries if e.name == name]
    assert len({row.id_number for row in rows}) == 2
    mine = next(row for row in rows if row.id_number == case.truth.employee.id_number)
    assert case.truth.wages[ONE[0]].gross == mine.gross


def test_a_receipt_filled_in_by_hand_tells_its_handwriting():
    case = compose_case("tuning", 3, small(by_hand=True, voucher="receipt/claim"))
    page = case.pages[0]
    written = [t.text for t in page.texts if t.handwritten]
    wage = case.truth.wages[ONE[0]]
    assert f"{wage.gross:.2f}" in written
    assert f"¥{wage.net:.2f}" in written
    assert case.truth.documents[0].by_hand
    assert f"{wage.gross:.2f}" in {cell.text for cell in page.tables[0].cells}


@pytest.mark.parametrize("set_name", SETS)
@pytest.mark.parametrize(
    ("defect", "blind"),
    [
        (Defect.MEDICAL_DEDUCTED, ("matrix/", "receipt/claim", "receipt/salary", "receipt/ba")),
        (Defect.MONTH_ILLEGIBLE, ("matrix/", "year/")),
    ],
)
def test_a_layout_is_asked_for_nothing_that_it_cannot_show(set_name, defect, blind):
    names = [name for name in SETS[set_name].vouchers if name.startswith(blind)]
    assert names
    for name in names:
        with pytest.raises(ValueError, match="cannot show"):
            compose_case(set_name, 1, small(voucher=name, wrong=(Wrong(defect=defect),)))


@pytest.mark.parametrize("seed", range(4))
def test_a_medical_deduction_stands_on_the_voucher_that_has_one(seed):
    drawn = compose_case("reporting", seed, small(wrong=(Wrong(defect=Defect.MEDICAL_DEDUCTED),)))
    entries = [entry for document in drawn.truth.documents for entry in document.entries]
    assert any(MEDICAL in entry.items for entry in entries)
