"""
Everything that a region decides for itself (rules.md §10), as dated rows.

`PolicyTables` holds the rows, one table per open point, named as in the policy files.
`Policy` answers questions: `policy.at(day)` takes the view of one day of declaration, and then
`policy.materials`, `policy.seal_picture`, `policy.accepted_reasons` and the like are plain values.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from models import policy_late_fee as fee
from models import policy_papers as papers
from models import policy_rows as rows
from models.finding import Code, Message
from models.marks import SealKind
from models.paper import DocumentKind
from models.quantities import Month
from models.record import Record

RowT = TypeVar("RowT", bound=rows.Row)


def no_overlap(table: tuple[RowT, ...]) -> tuple[RowT, ...]:
    """Refuse two rows about the same thing that are both in force on some day."""
    for (_, earlier), (index, later) in combinations(enumerate(table), 2):
        same = earlier.about is not None and earlier.about == later.about
        if same and earlier.enabled and later.enabled and earlier.overlaps(later):
            raise PydanticCustomError(
                "overlap",
                "in force at the same time as the row since {since}",
                {"row": index, "since": str(earlier.since or "ever")},
            )
    return table


Table = Annotated[tuple[RowT, ...], AfterValidator(no_overlap)]


def in_force(table: Iterable[RowT], day: dt.date) -> tuple[RowT, ...]:
    """Return the rows that are switched on and in force on `day`, in file order."""
    return tuple(row for row in table if row.holds_on(day))


def one_in_force(table: Iterable[RowT], day: dt.date) -> RowT | None:
    """Return the one row in force on `day`, for tables whose rows exclude one another."""
    return next(iter(in_force(table, day)), None)


class PolicyTables(Record):
    """The tables of a policy, numbered as the open points of rules.md §10."""

    # 1-5: base, rates, rounding
    base_limits: Table[rows.BaseLimit] = ()
    average_wage: Table[rows.AverageWage] = ()
    base_source: Table[rows.BaseSource] = ()
    insurance_tier: Table[rows.InsuranceTier] = ()
    rate_components: Table[rows.RateComponent] = ()
    makeup_base: Table[rows.MakeupBase] = ()
    wage_exclusions: Table[papers.WageExclusions] = ()
    rounding: Table[rows.Rounding] = ()
    # 6-11: late fee
    late_fee_rates: Table[fee.LateFeeRate] = ()
    late_fee_transition: Table[fee.LateFeeTransition] = ()
    local_interest: Table[fee.LocalInterest] = ()
    accrual_start: Table[fee.AccrualStart] = ()
    working_calendar: Table[fee.WorkingCalendar] = ()
    accrual_end: Table[fee.AccrualEnd] = ()
    fee_principal: Table[fee.FeePrincipal] = ()
    cap: Table[fee.Cap] = ()
    waiver_windows: Table[fee.WaiverWindow] = ()
    # 12: who may, for which months, how far back
    eligibility: Table[papers.EligibilityRule] = ()
    look_back: Table[papers.LookBack] = ()
    accepted_reasons: Table[papers.AcceptedReasons] = ()
    gap_tiers: Table[papers.GapTier] = ()
    declaration_order: Table[papers.DeclarationOrder] = ()
    # 13, 16, 17: papers
    materials: Table[papers.MaterialRule] = ()
    seal_picture: Table[papers.SealPicture] = ()
    trusted_signers: Table[papers.TrustedSigner] = ()
    seal_types: Table[papers.SealTypes] = ()
    id_legacy: Table[papers.IdLegacy] = ()
    # 14, 15: personal account, benefits
    account_rule: Table[papers.AccountRule] = ()
    account_credit: Table[papers.AccountCredit] = ()
    treatment_text: Table[papers.TreatmentText] = ()


class Policy(Record):
    """
    A region's policy, seen from one day of declaration.

    `as_of` is that day; None means the rows that have no end. What goes by the month or the day
    (base limits, rates, late fee) is asked of `tables` by the calculator.
    """

    region: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    name: Message
    version: str = Field(min_length=1)
    tables: PolicyTables
    as_of: dt.date | None = None

    def at(self, day: dt.date | None) -> "Policy":
        """Return the same policy as it stands on `day`."""
        return self.model_copy(update={"as_of": day})

    @property
    def _day(self) -> dt.date:
        return self.as_of or dt.date.max

    @property
    def materials(self) -> tuple[papers.MaterialRule, ...]:
        """Return the lines of the list that are switched on, whatever the gap or class."""
        return in_force(self.tables.materials, self._day)

    def materials_for(
        self, *, gap_months: int = 0, case_class: str = "voluntary"
    ) -> tuple[papers.MaterialRule, ...]:
        """Return the lines that a case of this gap (months) and class has to bring."""
        return tuple(
            line
            for line in self.materials
            if line.asked_for(gap_months=gap_months, case_class=case_class)
        )

    @property
    def seal_picture(self) -> Literal["doubtful", "accept"]:
        """Return what an unsigned seal picture counts for; doubtful where nothing is said."""
        row = one_in_force(self.tables.seal_picture, self._day)
        return row.value if row else "doubtful"

    @property
    def trusted_signers(self) -> frozenset[str]:
        """Return the certificates (SHA-256) under which an electronic signature is believed."""
        return frozenset(
            row.certificate for row in in_force(self.tables.trusted_signers, self._day)
        )

    @property
    def accepted_reasons(self) -> frozenset[str] | None:
        """Return the accepted reasons; None: any stated reason is accepted."""
        row = one_in_force(self.tables.accepted_reasons, self._day)
        return frozenset(row.reasons) if row else None

    @property
    def wage_exclusions(self) -> frozenset[str]:
        """Return the headings of what is no wage; none where nothing is said."""
        row = one_in_force(self.tables.wage_exclusions, self._day)
        return frozenset(row.headings) if row else frozenset()

    @property
    def look_back_months(self) -> int | None:
        """Return how many months before the declaration a period may lie; None: no limit."""
        row = one_in_force(self.tables.look_back, self._day)
        return row.months if row else None

    def earliest_month(self, declared_on: dt.date) -> Month | None:
        """Return the earliest month that may still be made up; None: no limit."""
        row = one_in_force(self.tables.look_back, declared_on)
        return Month.of(declared_on).plus(-row.months) if row else None

    def applies(self, rule: Code) -> bool:
        """Say whether one of the four eligibility rules is switched on."""
        if rule is Code.PAST_TIME_LIMIT:
            return self.look_back_months is not None
        if rule is Code.REASON_NOT_ACCEPTED:
            return self.accepted_reasons is not None
        return any(row.rule == rule for row in in_force(self.tables.eligibility, self._day))

    def seal_types(self, document: DocumentKind) -> frozenset[SealKind]:
        """Return the kinds of seal that may stand where this document needs one; official else."""
        found = in_force(self.tables.seal_types, self._day)
        kinds: Sequence[SealKind] = next(
            (row.kinds for row in found if row.document is document), (SealKind.OFFICIAL,)
        )
        return frozenset(kinds)

    @property
    def id_legacy(self) -> Literal["ACCEPT", "REVIEW", "REFUSE"]:
        """Return what a 15-digit ID leads to; REVIEW where nothing is said."""
        row = one_in_force(self.tables.id_legacy, self._day)
        return row.value if row else "REVIEW"

    def gap_tier(self, gap_months: int) -> papers.GapTier | None:
        """Return the narrowest step that a gap of so many months falls into."""
        fitting = [
            tier
            for tier in in_force(self.tables.gap_tiers, self._day)
            if tier.gap_from <= gap_months and (tier.gap_to is None or gap_months <= tier.gap_to)
        ]
        return max(fitting, key=lambda tier: tier.gap_from, default=None)
