"""What a case is to be: which months, which channel, what is wrong with it."""

import datetime as dt
from enum import StrEnum
from random import Random

from models.finding import Code, FlagCode, Material, Missing
from models.marks import InkColour, SlotFound
from models.paper import ContractType
from models.quantities import Month, Yuan
from models.record import Record


class Defect(StrEnum):
    """What can be wrong with a set of papers."""

    VOUCHER_MISSING = "voucher_missing"
    MONTH_ILLEGIBLE = "month_illegible"
    MONTH_SPOILT = "month_spoilt"
    EMPLOYEE_ABSENT = "employee_absent"
    NET_ONLY = "net_only"
    WAGE_COVERED = "wage_covered"
    FINANCIAL_SEAL_MISSING = "financial_seal_missing"
    OFFICIAL_SEAL_MISSING = "official_seal_missing"
    INVOICE_SEAL_FOR_FINANCIAL = "invoice_seal_for_financial"
    CONTRACT_SEAL_FOR_OFFICIAL = "contract_seal_for_official"
    SEALS_OF_ANOTHER = "seals_of_another"
    VOUCHER_OF_ANOTHER = "voucher_of_another"
    UNSIGNED = "unsigned"
    TICK_ONLY = "tick_only"
    SLASH_ONLY = "slash_only"
    FINGERPRINT_ONLY = "fingerprint_only"
    NAME_PRINTED = "name_printed"
    DATE_ONLY = "date_only"
    CHOP_ONLY = "chop_only"
    SIGNED_BY_OTHER = "signed_by_other"
    MEDICAL_DEDUCTED = "medical_deducted"
    VOUCHER_EDITED = "voucher_edited"
    """A neighbouring month's voucher scanned again with its month altered."""
    CONTRACT_MISSING = "contract_missing"
    CONTRACT_OTHER_EMPLOYEE = "contract_other_employee"
    CONTRACT_OTHER_EMPLOYER = "contract_other_employer"
    CONTRACT_EXPIRED = "contract_expired"
    APPLICATION_MISSING = "application_missing"
    APPLICATION_OTHER_EMPLOYEE = "application_other_employee"
    APPLICATION_MONTHS = "application_months"
    DAMAGED_FILE = "damaged_file"
    ENCRYPTED_FILE = "encrypted_file"


SIGNATURES = {
    Defect.UNSIGNED: SlotFound.EMPTY,
    Defect.TICK_ONLY: SlotFound.TICK,
    Defect.SLASH_ONLY: SlotFound.SLASH,
    Defect.FINGERPRINT_ONLY: SlotFound.FINGERPRINT,
    Defect.NAME_PRINTED: SlotFound.PRINTED,
    Defect.DATE_ONLY: SlotFound.DATE_ONLY,
    Defect.CHOP_ONLY: SlotFound.SEAL_ONLY,
    Defect.SIGNED_BY_OTHER: SlotFound.OTHER_PERSON,
}
"""What stands in the employee's slot instead of a signature."""

MONTHLY: dict[Defect, tuple[Code, ...]] = {
    Defect.VOUCHER_MISSING: (Code.VOUCHER_MISSING,),
    Defect.MONTH_ILLEGIBLE: (Code.MONTH_ILLEGIBLE,),
    Defect.EMPLOYEE_ABSENT: (Code.EMPLOYEE_NOT_IN_VOUCHER,),
    Defect.FINANCIAL_SEAL_MISSING: (Code.FINANCIAL_SEAL_MISSING,),
    Defect.OFFICIAL_SEAL_MISSING: (Code.OFFICIAL_SEAL_MISSING,),
    Defect.INVOICE_SEAL_FOR_FINANCIAL: (Code.FINANCIAL_SEAL_MISSING,),
    Defect.CONTRACT_SEAL_FOR_OFFICIAL: (Code.OFFICIAL_SEAL_MISSING,),
    Defect.SEALS_OF_ANOTHER: (Code.SEAL_OWNER_MISMATCH,),
    Defect.VOUCHER_OF_ANOTHER: (Code.VOUCHER_EMPLOYER_MISMATCH, Code.SEAL_OWNER_MISMATCH),
    **dict.fromkeys(SIGNATURES, (Code.EMPLOYEE_SIGNATURE_MISSING,)),
}
"""Defects of one month's voucher and what is then missing."""
DOUBTFUL: dict[Defect, Code] = {
    Defect.NET_ONLY: Code.WAGE_NOT_PRINTED,
    Defect.WAGE_COVERED: Code.WAGE_UNREADABLE,
    Defect.MONTH_SPOILT: Code.MONTH_ILLEGIBLE,
}
ENDING = frozenset({Defect.VOUCHER_MISSING, Defect.MONTH_ILLEGIBLE, Defect.EMPLOYEE_ABSENT})
"""These end a month's list: nothing else is asked of it (case.md)."""
WHOLE: dict[Defect, tuple[Material, Code]] = {
    Defect.CONTRACT_MISSING: (Material.LABOR_CONTRACT, Code.CONTRACT_MISSING),
    Defect.CONTRACT_OTHER_EMPLOYEE: (Material.LABOR_CONTRACT, Code.CONTRACT_EMPLOYEE_MISMATCH),
    Defect.CONTRACT_OTHER_EMPLOYER: (Material.LABOR_CONTRACT, Code.CONTRACT_EMPLOYER_MISMATCH),
    Defect.APPLICATION_MISSING: (Material.APPLICATION, Code.APPLICATION_MISSING),
    Defect.APPLICATION_OTHER_EMPLOYEE: (
        Material.APPLICATION,
        Code.APPLICATION_EMPLOYEE_MISMATCH,
    ),
    Defect.APPLICATION_MONTHS: (Material.APPLICATION, Code.APPLICATION_MONTHS_MISMATCH),
}
FLAGS: dict[Defect, FlagCode] = {
    Defect.MONTH_ILLEGIBLE: FlagCode.MONTH_ILLEGIBLE,
    Defect.MONTH_SPOILT: FlagCode.MONTH_ILLEGIBLE,
    Defect.EMPLOYEE_ABSENT: FlagCode.EMPLOYEE_NOT_IN_VOUCHER,
    Defect.SEALS_OF_ANOTHER: FlagCode.SEAL_OWNER_MISMATCH,
    Defect.VOUCHER_OF_ANOTHER: FlagCode.SEAL_OWNER_MISMATCH,
    Defect.CONTRACT_OTHER_EMPLOYEE: FlagCode.CONTRACT_EMPLOYEE_MISMATCH,
    Defect.MEDICAL_DEDUCTED: FlagCode.MEDICAL_ALREADY_DEDUCTED,
    Defect.VOUCHER_EDITED: FlagCode.DUPLICATE_VOUCHER_EDITED,
}


FILES = frozenset({Defect.DAMAGED_FILE, Defect.ENCRYPTED_FILE})
OF_ONE_MONTH = frozenset({*MONTHLY, *DOUBTFUL, Defect.MEDICAL_DEDUCTED, Defect.VOUCHER_EDITED})


class Wrong(Record):
    """One defect; `month` null means every month."""

    defect: Defect
    month: Month | None = None


class CaseSpec(Record):
    """One case to be drawn; what is left open is drawn by the seed."""

    months: tuple[Month, ...] = (Month(2024, 5), Month(2024, 6), Month(2024, 7))
    region: str = "beijing"
    declared_on: dt.date = dt.date(2024, 12, 10)
    channel: str = "scan"
    contract_channel: str | None = None
    application_channel: str | None = None
    voucher: str | None = None
    """Name of a voucher layout of the set."""
    people: int | None = None
    """How many are on the payroll, the employee included."""
    wages: tuple[Yuan, ...] = ()
    """Gross wages, one a month; a single one holds for all months."""
    wrong: tuple[Wrong, ...] = ()
    by_hand: bool | None = None
    """Whether forms are filled in by hand; null: the seed decides, a 领款单 is printed."""
    namesake: bool = False
    """A colleague of the same name is on the payroll; only its ID column tells them apart."""
    contract_kind: ContractType | None = None
    """Left to the seed: fixed or open-ended."""
    seal_ink: InkColour = InkColour.RED
    faint_seals: bool = False
    """Seals so weak that a person would look twice; a machine may ask for one."""
    identity: bool = False
    """A copy of the identity card lies with the papers."""
    unrelated: bool = False
    """A paper that is none of the required ones lies with them."""

    def has(self, defect: Defect, month: Month | None = None) -> bool:
        """Say whether a defect is wanted, for a month or at all."""
        return any(
            w.defect is defect and (month is None or w.month in {None, month}) for w in self.wrong
        )

    def missing(self) -> tuple[Missing, ...]:
        """Return what a clerk would have to ask for."""
        found: list[Missing] = []
        for month in self.months:
            found += self._missing_of(month)
        for defect, (material, code) in WHOLE.items():
            if self.has(defect):
                found.append(Missing(material=material, code=code))
        if self.has(Defect.CONTRACT_EXPIRED):
            found += [
                Missing(material=Material.LABOR_CONTRACT, month=m, code=Code.CONTRACT_NOT_COVERING)
                for m in self.uncovered
            ]
        return tuple(found)

    @property
    def uncovered(self) -> tuple[Month, ...]:
        """Return the months after an expired contract's end: all but the first of several."""
        if not self.has(Defect.CONTRACT_EXPIRED):
            return ()
        return self.months[1:] if len(self.months) > 1 else self.months

    def _missing_of(self, month: Month) -> list[Missing]:
        defects = [d for d in MONTHLY if self.has(d, month)]
        ended = [d for d in defects if d in ENDING]
        codes = dict.fromkeys(code for d in (ended[:1] or defects) for code in MONTHLY[d])
        material = Material.PAYROLL_VOUCHER
        return [Missing(material=material, month=month, code=code) for code in codes]

    def doubtful(self) -> tuple[Missing, ...]:
        """Return what a clerk could not be sure of."""
        return tuple(
            Missing(material=Material.PAYROLL_VOUCHER, month=month, code=code)
            for month in self.months
            for defect, code in DOUBTFUL.items()
            if self.has(defect, month)
        )

    def flags(self) -> tuple[FlagCode, ...]:
        """Return the blocking flags that are due."""
        return tuple(flag for defect, flag in FLAGS.items() if self.has(defect))


COMMON_CHANNELS = (
    *("scan", "scan", "scan", "scan300", "jpeg", "stacked", "stacked_blank", "digital"),
    *("grey", "bw_tiff", "red_on_copy", "phone", "skewed", "turned", "exif", "scan150", "zip"),
)


def random_spec(rng: Random, channel: str | None = None) -> CaseSpec:
    """Draw a spec: one to four months, complete or with one defect, as like as not."""
    first = Month(2022, 1).plus(rng.randrange(0, 30))
    months = tuple(first.plus(step) for step in range(rng.choice((1, 2, 3, 3, 4))))
    declared = months[-1].plus(rng.randint(3, 9)).first_day.replace(day=rng.randint(1, 28))
    wrong: tuple[Wrong, ...] = ()
    if rng.random() < 0.5:
        alone = {Defect.VOUCHER_EDITED} if len(months) == 1 else set()
        defect = rng.choice([d for d in Defect if d not in FILES | alone])
        month = rng.choice(months) if defect in OF_ONE_MONTH else None
        wrong = (Wrong(defect=defect, month=month),)
    return CaseSpec(
        months=months,
        declared_on=declared,
        channel=channel or rng.choice(COMMON_CHANNELS),
        people=rng.choice((1, 2, 4, 7, 12, 20)),
        wrong=wrong,
        identity=rng.random() < 0.3,
        unrelated=rng.random() < 0.15,
    )
