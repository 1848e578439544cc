"""What a check concluded."""

import datetime as dt
from enum import StrEnum

from pydantic import Field

from models.evidence import Evidence
from models.quantities import Month
from models.record import Record


class Verdict(StrEnum):
    """Three outcomes; doubt is one of them and goes to a person."""

    MET = "met"
    UNMET = "unmet"
    """Surely not there."""
    DOUBTFUL = "doubtful"


class Severity(StrEnum):
    """Whether a flag keeps a case from being called complete."""

    BLOCKING = "blocking"
    INFO = "info"


class Material(StrEnum):
    """What the required-materials list asks for."""

    PAYROLL_VOUCHER = "payroll_voucher"
    LABOR_CONTRACT = "labor_contract"
    APPLICATION = "application"
    ELIGIBILITY = "eligibility"
    IDENTITY = "identity"
    """Asked for by local lists only."""
    OTHER = "other"
    """A local list's form that no reader knows: a person looks for it."""


class Item(StrEnum):
    """Which point of a material a requirement is about; a ledger's columns are made of these."""

    VOUCHER = "voucher"
    WAGE = "wage"
    FINANCIAL_SEAL = "financial_seal"
    OFFICIAL_SEAL = "official_seal"
    SIGNATURE = "signature"
    EMPLOYER = "employer"
    CONTRACT = "contract"
    TERM = "term"
    APPLICATION = "application"
    MONTHS = "months"
    EMPLOYEE = "employee"
    ELIGIBILITY = "eligibility"
    IDENTITY = "identity"
    OTHER = "other"


class Code(StrEnum):
    """Why a requirement is not met; stable, for machines (case.md)."""

    VOUCHER_MISSING = "VOUCHER_MISSING"
    MONTH_ILLEGIBLE = "MONTH_ILLEGIBLE"
    EMPLOYEE_NOT_IN_VOUCHER = "EMPLOYEE_NOT_IN_VOUCHER"
    VOUCHER_EMPLOYER_MISMATCH = "VOUCHER_EMPLOYER_MISMATCH"
    WAGE_UNREADABLE = "WAGE_UNREADABLE"
    WAGE_NOT_PRINTED = "WAGE_NOT_PRINTED"
    FINANCIAL_SEAL_MISSING = "FINANCIAL_SEAL_MISSING"
    OFFICIAL_SEAL_MISSING = "OFFICIAL_SEAL_MISSING"
    SEAL_OWNER_MISMATCH = "SEAL_OWNER_MISMATCH"
    EMPLOYEE_SIGNATURE_MISSING = "EMPLOYEE_SIGNATURE_MISSING"
    CONTRACT_MISSING = "CONTRACT_MISSING"
    CONTRACT_EMPLOYEE_MISMATCH = "CONTRACT_EMPLOYEE_MISMATCH"
    CONTRACT_EMPLOYER_MISMATCH = "CONTRACT_EMPLOYER_MISMATCH"
    CONTRACT_NOT_COVERING = "CONTRACT_NOT_COVERING"
    APPLICATION_MISSING = "APPLICATION_MISSING"
    APPLICATION_EMPLOYEE_MISMATCH = "APPLICATION_EMPLOYEE_MISMATCH"
    APPLICATION_MONTHS_MISMATCH = "APPLICATION_MONTHS_MISMATCH"
    NOT_AN_EMPLOYEE = "NOT_AN_EMPLOYEE"
    EMPLOYEE_NOT_ACTIVE = "EMPLOYEE_NOT_ACTIVE"
    PAST_TIME_LIMIT = "PAST_TIME_LIMIT"
    REASON_NOT_ACCEPTED = "REASON_NOT_ACCEPTED"
    IDENTITY_MISSING = "IDENTITY_MISSING"
    MATERIAL_UNCHECKED = "MATERIAL_UNCHECKED"


class FlagCode(StrEnum):
    """What was noticed beside the list; blocking ones send the case to a person."""

    MONTH_ILLEGIBLE = "MONTH_ILLEGIBLE"
    EMPLOYEE_NOT_IN_VOUCHER = "EMPLOYEE_NOT_IN_VOUCHER"
    SEAL_OWNER_MISMATCH = "SEAL_OWNER_MISMATCH"
    CONTRACT_EMPLOYEE_MISMATCH = "CONTRACT_EMPLOYEE_MISMATCH"
    DUPLICATE_VOUCHER_EDITED = "DUPLICATE_VOUCHER_EDITED"
    AMOUNTS_DISAGREE = "AMOUNTS_DISAGREE"
    MEDICAL_ALREADY_DEDUCTED = "MEDICAL_ALREADY_DEDUCTED"
    HIDDEN_TEXT = "HIDDEN_TEXT"
    ACTIVE_CONTENT = "ACTIVE_CONTENT"
    ID_INVALID = "ID_INVALID"
    USCC_INVALID = "USCC_INVALID"
    SAME_SEAL_IMAGE = "SAME_SEAL_IMAGE"
    SEAL_PICTURE_ONLY = "SEAL_PICTURE_ONLY"
    FILE_SIGNATURE_BROKEN = "FILE_SIGNATURE_BROKEN"
    DUPLICATE_SUBMISSION = "DUPLICATE_SUBMISSION"
    LOW_QUALITY = "LOW_QUALITY"
    WAGE_DIFFERS_FROM_CONTRACT = "WAGE_DIFFERS_FROM_CONTRACT"
    DUPLICATE_PAGE = "DUPLICATE_PAGE"
    PARAMETER_UNPUBLISHED = "PARAMETER_UNPUBLISHED"
    CORRECTION_UNPLACED = "CORRECTION_UNPLACED"
    """What a person said of a paper no longer finds what it was said of."""

    @property
    def severity(self) -> Severity:
        """Say whether the flag blocks (case.md: four codes only inform)."""
        informing = {
            FlagCode.LOW_QUALITY,
            FlagCode.WAGE_DIFFERS_FROM_CONTRACT,
            FlagCode.DUPLICATE_PAGE,
            FlagCode.PARAMETER_UNPUBLISHED,
        }
        return Severity.INFO if self in informing else Severity.BLOCKING


class Message(Record):
    """The same sentence for people, Chinese first."""

    zh: str
    en: str


class Settlement(Record):
    """How a person settled a requirement or a flag, and what the machine had said of it."""

    correction: str
    machine: str
    """The machine's verdict, or the flag's severity."""
    code: str
    by: str
    at: dt.datetime
    why: str


class Requirement(Record):
    """One item of the list, for one month where it is monthly, with its verdict."""

    material: Material
    item: Item | None = None
    month: Month | None = None
    verdict: Verdict
    code: Code | None = None
    """Why it is unmet; for a doubtful one, what it would be."""
    message: Message
    evidence: tuple[Evidence, ...] = ()
    settled: Settlement | None = Field(None, exclude_if=lambda value: value is None)
    """How a person settled it; the verdict is the person's then."""


class Missing(Record):
    """An unmet requirement, in short."""

    material: Material
    month: Month | None = None
    code: Code


class Flag(Record):
    """Something noticed across papers."""

    code: FlagCode
    severity: Severity
    documents: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()
    message: Message
    evidence: tuple[Evidence, ...] = ()
    settled: Settlement | None = Field(None, exclude_if=lambda value: value is None)
    """How a person settled it; it only informs then."""
