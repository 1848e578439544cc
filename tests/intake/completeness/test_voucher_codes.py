"""Every code of a voucher: a case that yields it, and the near miss that does not."""

import pytest

from models.finding import Code
from models.marks import Role, SealKind, SlotFound, SlotState
from tests.intake.completeness.builders import (
    FINANCIAL,
    ID,
    JUNE,
    NAME,
    NOTHING,
    OFFICIAL,
    OTHER_EMPLOYER,
    OTHER_ID,
    OTHER_NAME,
    application_sheet,
    case_of,
    contract_sheet,
    handwriting,
    read,
    seal,
    slot,
    unread,
    word,
)
from tests.intake.completeness.spoiling import (
    BLANK,
    D,
    E,
    U,
    found,
    row,
    rows,
    with_voucher,
)

VOUCHERS = [
    ("no voucher", [contract_sheet(), application_sheet()], {Code.VOUCHER_MISSING: U}),
    ("a voucher of another month", with_voucher(months=(JUNE,)), {Code.VOUCHER_MISSING: U}),
    ("what may be no voucher", with_voucher(score=0.4), {Code.VOUCHER_MISSING: D}),
    ("month blank", with_voucher(months=(), bears=BLANK), {Code.MONTH_ILLEGIBLE: U}),
    ("month not found", with_voucher(months=()), {Code.MONTH_ILLEGIBLE: D}),
    (
        "month not found, a date to be filled in",
        with_voucher(months=(), bears={"words": (word("年  月  日", 900, 2100),)}),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    (
        "month in doubted readings",
        with_voucher(
            months=(), month_field=unread("months disagree", "2024-05", "2024-06"), bears=BLANK
        ),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    (
        "month without a year",
        with_voucher(months=(), month_field=unread("month illegible: year missing", "")),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    (
        "month of a weak reading",
        with_voucher(month_field=read("2024-05", 0.7)),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    (
        "another month of a weak reading",
        with_voucher(months=(JUNE,), month_field=read("2024-06", 0.7)),
        {Code.MONTH_ILLEGIBLE: D},
    ),
    ("other people's rows", rows(E(OTHER_NAME)), {Code.EMPLOYEE_NOT_IN_VOUCHER: U}),
    (
        "the name stands where no row was read",
        with_voucher(entries=(E(OTHER_NAME),), bears={"words": (word(NAME, 500, 500),)}),
        {Code.EMPLOYEE_NOT_IN_VOUCHER: D},
    ),
    (
        "a longer name that begins alike",
        with_voucher(entries=(E(OTHER_NAME),), bears={"words": (word(NAME + "平", 500, 500),)}),
        {Code.EMPLOYEE_NOT_IN_VOUCHER: U},
    ),
    (
        "a namesake's row and its print",
        with_voucher(
            entries=(E(id_number=read(OTHER_ID)),), bears={"words": (word(NAME, 500, 500),)}
        ),
        {Code.EMPLOYEE_NOT_IN_VOUCHER: U},
    ),
    ("no row read", rows(), {Code.EMPLOYEE_NOT_IN_VOUCHER: D}),
    ("a row without a name read", rows(E(None)), {Code.EMPLOYEE_NOT_IN_VOUCHER: D}),
    ("two rows of one name", rows(E(), E()), {Code.EMPLOYEE_NOT_IN_VOUCHER: D}),
    ("two rows, one ID", rows(E(), E(id_number=read(ID))), {}),
    ("a namesake by ID", rows(E(id_number=read(OTHER_ID))), {Code.EMPLOYEE_NOT_IN_VOUCHER: U}),
    ("a colleague beside", rows(E(OTHER_NAME), E()), {}),
    (
        "another name badly read",
        rows(E(name=read("赵明芳", 0.6))),
        {Code.EMPLOYEE_NOT_IN_VOUCHER: D},
    ),
    (
        "another employer's voucher",
        with_voucher(employer=read(OTHER_EMPLOYER)),
        {Code.VOUCHER_EMPLOYER_MISMATCH: U},
    ),
    (
        "an employer badly read",
        with_voucher(employer=read("海云杉公司", 0.6)),
        {Code.VOUCHER_EMPLOYER_MISMATCH: D},
    ),
    ("no employer printed, but the seals say", with_voucher(employer=NOTHING), {}),
    (
        "no employer printed and no seal that says",
        with_voucher(employer=NOTHING, seals=()),
        {
            Code.VOUCHER_EMPLOYER_MISMATCH: D,
            Code.FINANCIAL_SEAL_MISSING: U,
            Code.OFFICIAL_SEAL_MISSING: U,
        },
    ),
    ("gross covered", row(gross=unread("covered by seal")), {Code.WAGE_UNREADABLE: D}),
    ("gross in no reading", row(gross=unread("illegible")), {Code.WAGE_UNREADABLE: U}),
    ("gross of a weak reading", row(gross=read("8500.00", 0.7)), {Code.WAGE_UNREADABLE: D}),
    ("gross nought", row(gross=read("0.00")), {Code.WAGE_UNREADABLE: D}),
    ("gross no number", row(gross=read("NaN")), {Code.WAGE_UNREADABLE: D}),
    ("net only", row(gross=NOTHING), {Code.WAGE_NOT_PRINTED: D}),
    ("gross only", row(net=NOTHING), {}),
    ("neither", row(gross=NOTHING, net=NOTHING), {Code.WAGE_UNREADABLE: D}),
    ("no financial seal", with_voucher(seals=[OFFICIAL]), {Code.FINANCIAL_SEAL_MISSING: U}),
    ("no official seal", with_voucher(seals=[FINANCIAL]), {Code.OFFICIAL_SEAL_MISSING: U}),
    *(
        (
            f"a {kind} seal for the financial one",
            with_voucher(seals=[OFFICIAL, seal(kind)]),
            {Code.FINANCIAL_SEAL_MISSING: U},
        )
        for kind in (SealKind.CONTRACT, SealKind.INVOICE, SealKind.HR, SealKind.LEGAL_REP)
    ),
    *(
        (
            f"a {kind} seal for the official one",
            with_voucher(seals=[FINANCIAL, seal(kind)]),
            {Code.OFFICIAL_SEAL_MISSING: U},
        )
        for kind in (SealKind.CONTRACT, SealKind.INVOICE, SealKind.HR, SealKind.OTHER)
    ),
    (
        "an unread seal in place of one",
        with_voucher(seals=[OFFICIAL, seal(SealKind.UNREAD, None)]),
        {Code.FINANCIAL_SEAL_MISSING: D},
    ),
    (
        "a blob that is hardly a seal",
        with_voucher(seals=[OFFICIAL, seal(SealKind.UNREAD, None, score=0.1)]),
        {Code.FINANCIAL_SEAL_MISSING: U},
    ),
    (
        "a seal of unsure kind",
        with_voucher(seals=[OFFICIAL, seal(SealKind.INVOICE, kind_score=0.5)]),
        {Code.FINANCIAL_SEAL_MISSING: D},
    ),
    (
        "half a seal",
        with_voucher(seals=[OFFICIAL, seal(SealKind.FINANCIAL, whole=False)]),
        {Code.FINANCIAL_SEAL_MISSING: D},
    ),
    (
        "a faint seal",
        with_voucher(seals=[OFFICIAL, seal(SealKind.FINANCIAL, score=0.6)]),
        {Code.FINANCIAL_SEAL_MISSING: D},
    ),
    (
        "a legend badly read",
        with_voucher(seals=[OFFICIAL, seal(SealKind.FINANCIAL, "海?云?")]),
        {Code.SEAL_OWNER_MISMATCH: D},
    ),
    (
        "both seals another's",
        with_voucher(
            seals=[
                seal(SealKind.FINANCIAL, OTHER_EMPLOYER),
                seal(SealKind.OFFICIAL, OTHER_EMPLOYER),
            ]
        ),
        {Code.SEAL_OWNER_MISMATCH: U},
    ),
    (
        "one seal another's",
        with_voucher(seals=[FINANCIAL, seal(SealKind.OFFICIAL, OTHER_EMPLOYER)]),
        {Code.SEAL_OWNER_MISMATCH: U},
    ),
    (
        "another's and an unread one",
        with_voucher(
            seals=[
                FINANCIAL,
                seal(SealKind.OFFICIAL, OTHER_EMPLOYER),
                seal(SealKind.UNREAD, None),
            ]
        ),
        {Code.SEAL_OWNER_MISMATCH: D},
    ),
    (
        "an invoice seal of another's beside",
        with_voucher(seals=[FINANCIAL, OFFICIAL, seal(SealKind.INVOICE, OTHER_EMPLOYER)]),
        {},
    ),
    *(
        (
            f"{what} in the slot",
            with_voucher(slots=[slot(SlotState.UNSIGNED, what)]),
            {Code.EMPLOYEE_SIGNATURE_MISSING: U},
        )
        for what in (
            SlotFound.EMPTY,
            SlotFound.SLASH,
            SlotFound.TICK,
            SlotFound.PRINTED,
            SlotFound.FINGERPRINT,
            SlotFound.DATE_ONLY,
            SlotFound.SEAL_ONLY,
        )
    ),
    (
        "another person in the slot",
        with_voucher(slots=[slot(SlotState.UNSIGNED, SlotFound.OTHER_PERSON)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "who knows what in the slot",
        with_voucher(slots=[slot(SlotState.UNSURE, SlotFound.UNKNOWN)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "a doubted signature",
        with_voucher(slots=[slot(score=0.6)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "a doubted empty slot",
        with_voucher(slots=[slot(SlotState.UNSIGNED, SlotFound.EMPTY, score=0.6)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "somebody else's slot",
        with_voucher(slots=[slot(role=Role.PREPARER)]),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    ("pen and fingerprint", with_voucher(slots=[slot(found=SlotFound.PEN_FINGERPRINT)]), {}),
    (
        "an empty slot, pen strokes in the row",
        with_voucher(
            slots=[slot(SlotState.UNSIGNED, SlotFound.EMPTY)],
            bears={"ink_marks": (handwriting(800, 530),)},
        ),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "an empty slot, pen strokes in another row",
        with_voucher(
            slots=[slot(SlotState.UNSIGNED, SlotFound.EMPTY)],
            bears={"ink_marks": (handwriting(800, 900),)},
        ),
        {Code.EMPLOYEE_SIGNATURE_MISSING: U},
    ),
    (
        "no slot and no handwriting at all",
        with_voucher(slots=[], entries=(E(slots=()),)),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
    (
        "no slot, handwriting somewhere",
        with_voucher(
            slots=[], entries=(E(slots=()),), bears={"ink_marks": (handwriting(300, 2000),)}
        ),
        {Code.EMPLOYEE_SIGNATURE_MISSING: D},
    ),
]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [pytest.param(sheets, codes, id=name) for name, sheets, codes in VOUCHERS],
)
def test_a_voucher_yields_exactly_the_codes_of_what_is_wrong_with_it(sheets, expected):
    assert found(case_of(*sheets)) == expected
