"""Rows about who may make up, with which papers, and what it does for the employee."""

from collections.abc import Hashable
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.finding import Code, Message
from models.marks import Role, SealKind
from models.paper import DocumentKind
from models.policy_rows import Count, Ratio, Row, Text


class EligibilityRule(Row):
    """Whether one of the eligibility rules is applied."""

    many = True
    rule: Literal[Code.NOT_AN_EMPLOYEE, Code.EMPLOYEE_NOT_ACTIVE]

    @property
    def about(self) -> Hashable:
        """One switch per rule."""
        return self.rule


class LookBack(Row):
    """How many months before the month of declaration a period may lie."""

    months: Count


class AcceptedReasons(Row):
    """Reasons that are accepted; without a row in force any stated reason is."""

    reasons: tuple[Text, ...] = Field(min_length=1)


class WageExclusions(Row):
    """Columns of a payroll that are no wage and do not count for the base, by their headings."""

    headings: tuple[Text, ...] = Field(min_length=1)


class GapTier(Row):
    """A step by length of gap, as documents and channels are asked for (≤3, ≤4, ≤6 months)."""

    many = True
    name: Text
    gap_from: Count = 0
    gap_to: Count | None = None

    @property
    def about(self) -> Hashable:
        """Steps are told apart by name."""
        return self.name


class DeclarationOrder(Row):
    """Whether months have to be declared from the earliest unpaid one onward."""

    value: Literal["ANY", "FROM_EARLIEST"]


class Coverage(StrEnum):
    """How often a document is asked for."""

    EVERY_MONTH = "EVERY_MONTH"
    ANY_N_PER_YEAR = "ANY_N_PER_YEAR"
    ONCE = "ONCE"


class MaterialRule(Row):
    """One line of a required-materials list (补缴材料清单)."""

    many = True
    list_name: Text = "default"
    document: DocumentKind
    title: Message
    coverage: Coverage
    months_per_year: Annotated[int, Field(ge=1, le=12)] | None = None
    """For ANY_N_PER_YEAR: how many."""
    spans_months: bool = False
    """The paper has to run through every claimed month (a contract's term)."""
    seals: tuple[SealKind, ...] = ()
    """All of these, of the employer."""
    signers: tuple[Role, ...] = ()
    """Whose handwriting it bears."""
    bank_slip_for_signature: bool = False
    """A bank's payment slip may stand for the signature."""
    form: Literal["copy", "original", "original_and_copy", "any"] = "any"
    gap_from: Count = 0
    gap_to: Count | None = None
    """Asked for only where the gap has so many months; None: without end."""
    case_classes: tuple[str, ...] = ()
    """Only for these classes of case (voluntary, adjudicated, ...); empty: all."""
    legal_basis: str = ""

    @model_validator(mode="after")
    def _count_is_known(self) -> Self:
        if (self.coverage is Coverage.ANY_N_PER_YEAR) != (self.months_per_year is not None):
            raise ValueError("months_per_year goes with ANY_N_PER_YEAR, and only with it")
        return self

    def asked_for(self, *, gap_months: int, case_class: str) -> bool:
        """Say whether a case of this gap and class has to bring it."""
        last = gap_months if self.gap_to is None else self.gap_to
        in_gap = self.gap_from <= gap_months <= last
        return in_gap and (not self.case_classes or case_class in self.case_classes)

    @property
    def about(self) -> Hashable:
        """A list has one line per document, gap and class."""
        return self.list_name, self.document, self.title.zh, self.gap_from, self.case_classes


class SealPicture(Row):
    """What a seal picture in a born-digital PDF without a valid signature counts for."""

    value: Literal["doubtful", "accept"]


class TrustedSigner(Row):
    """A certificate whose holder, or whose certificates' holders, are believed when they sign."""

    many = True
    certificate: str = Field(pattern=r"^[0-9a-f]{64}$")
    """SHA-256 of the certificate in DER: a signer's own, or an authority's that files carry."""
    holder: str = Field(min_length=1)

    @property
    def about(self) -> Hashable:
        """Return what a row of this table decides about."""
        return self.certificate


class SealTypes(Row):
    """Kinds of seal of the employer that a document may bear where one is asked for."""

    many = True
    document: DocumentKind
    kinds: tuple[SealKind, ...] = Field(min_length=1)

    @property
    def about(self) -> Hashable:
        """One row per kind of document."""
        return self.document


class IdLegacy(Row):
    """What a 15-digit ID or an old registration number leads to."""

    value: Literal["ACCEPT", "REVIEW", "REFUSE"]


class AccountEffectRule(StrEnum):
    """How a back-payment reaches the personal account (个人账户)."""

    LUMP_SUM_OVER_THRESHOLD = "LUMP_SUM_OVER_THRESHOLD"
    """A gap over the threshold is credited at once, a shorter one leaves the account alone."""
    UNCHANGED = "UNCHANGED"
    LUMP_SUM = "LUMP_SUM"


class GapMeasure(StrEnum):
    """How a gap is held against the threshold."""

    CONSECUTIVE_MONTHS = "CONSECUTIVE_MONTHS"
    """Over the threshold: more unpaid months on end than `threshold_months`."""
    SAME_MEDICAL_YEAR = "SAME_MEDICAL_YEAR"
    """Over the threshold: the gap's months lie in more than one medical year."""


class AccountRule(Row):
    """Effect on the personal account; each gap is judged by itself."""

    value: AccountEffectRule
    threshold_months: Count = 12
    gap_measure: GapMeasure = GapMeasure.CONSECUTIVE_MONTHS
    medical_year_end_month: Annotated[int, Field(ge=1, le=12)] = 12
    credited_on: Literal["MEDICAL_YEAR_END", "PAYMENT"] = "MEDICAL_YEAR_END"
    tier: str | None = None

    @property
    def about(self) -> Hashable:
        """A tier may have a rule of its own."""
        return ("tier", self.tier)


class AccountCredit(Row):
    """What of the base goes to the account; rows of different names add up."""

    many = True
    name: Text = "employee"
    rate: Ratio
    tier: str | None = None
    age_from: Count = 0
    age_below: Count | None = None
    """Only for this age on the day of declaration; None: no upper bound."""

    @property
    def about(self) -> Hashable:
        """A credit has a name, a tier and an age bracket."""
        return self.name, self.tier, self.age_from

    @property
    def by_age(self) -> bool:
        """Say whether the employee's age has to be known."""
        return self.age_from > 0 or self.age_below is not None


class TreatmentText(Row):
    """What the clerk is told about benefits, by length of gap (待遇)."""

    many = True
    gap_from: Count = 0
    gap_to: Count | None = None
    zh: Text
    en: Text

    @property
    def about(self) -> Hashable:
        """Texts are told apart by where their range begins."""
        return self.gap_from
