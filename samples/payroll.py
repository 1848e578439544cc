"""A month's wages of a company's people, in figures that add up."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from models.quantities import Month, yuan
from samples.studio import Company, Person, Studio

EARNINGS = ("岗位工资", "绩效工资", "奖金", "加班费", "津贴", "交通补贴", "餐补", "工龄工资")
DEDUCTIONS = ("养老", "医疗", "失业", "公积金", "个税", "其他扣款")
RATES = {"养老": "0.08", "医疗": "0.02", "失业": "0.005", "公积金": "0.12", "社保": "0.105"}
MEDICAL = "医疗"


@dataclass(frozen=True, slots=True)
class Scheme:
    """Which columns a company's payroll has, in order."""

    earnings: tuple[str, ...]
    gross: str
    deductions: tuple[str, ...]
    deducted: str
    """Heading of the deductions' total; empty for none."""
    net: str


@dataclass(frozen=True, slots=True)
class PayRow:
    """One person's wages."""

    person: Person
    earnings: dict[str, Decimal]
    gross: Decimal
    deductions: dict[str, Decimal]
    net: Decimal

    @property
    def deducted(self) -> Decimal:
        """Return the sum of the deductions."""
        return self.gross - self.net

    def amounts(self, scheme: Scheme) -> dict[str, Decimal]:
        """Return every amount by its heading, in the scheme's order."""
        return {
            **self.earnings,
            scheme.gross: self.gross,
            **self.deductions,
            **({scheme.deducted: self.deducted} if scheme.deducted else {}),
            scheme.net: self.net,
        }


@dataclass(frozen=True, slots=True)
class Payroll:
    """One month's payroll."""

    company: Company
    month: Month
    scheme: Scheme
    rows: tuple[PayRow, ...]

    def row_of(self, person: Person) -> PayRow | None:
        """Return a person's row; None if they are not on it."""
        return next((row for row in self.rows if row.person == person), None)


def scheme(studio: Studio, *, medical_column: bool | None = None) -> Scheme:
    """Draw a company's columns; `医疗` stands there or not as told, else as drawn."""
    rng, words = studio.rng, studio.words.words
    extra = sorted(rng.sample(EARNINGS, rng.randint(1, 4)), key=EARNINGS.index)
    if rng.random() < 0.3 and not medical_column:
        cut: tuple[str, ...] = ("社保", "个税")
    else:
        wanted = rng.random() < 0.6 if medical_column is None else medical_column
        cut = tuple(d for d in DEDUCTIONS[: rng.randint(4, 6)] if wanted or d != MEDICAL)
    deducted = rng.choice(words.deductions) if rng.random() < 0.7 else ""
    return Scheme(
        ("基本工资", *extra), rng.choice(words.gross), cut, deducted, rng.choice(words.net)
    )


def pay(rng: Random, scheme_: Scheme, person: Person, gross: Decimal, *, medical: bool) -> PayRow:
    """Split a gross wage into the scheme's columns; nothing is deducted for 医疗 unless told."""
    earnings: dict[str, Decimal] = {}
    rest = gross
    for name in scheme_.earnings[:0:-1]:
        share = Decimal(rng.choice((0, 4, 6, 9, 12, 15))) / 100
        part = (gross * share / 10).to_integral_value() * 10
        earnings[name] = yuan(part)
        rest -= part
    earnings[scheme_.earnings[0]] = yuan(rest)
    cut = {name: _deduction(name, gross, medical) for name in scheme_.deductions}
    ordered = {name: earnings[name] for name in scheme_.earnings}
    return PayRow(person, ordered, yuan(gross), cut, yuan(gross - sum(cut.values())))


def _deduction(name: str, gross: Decimal, medical: bool) -> Decimal:  # noqa: FBT001
    if name == MEDICAL and not medical:
        return Decimal("0.00")
    if name in RATES:
        return yuan(gross * Decimal(RATES[name]))
    if name == "个税":
        return yuan(max(gross * Decimal("0.82") - 5000, Decimal(0)) * Decimal("0.03"))
    return Decimal("0.00")


def wage(rng: Random) -> Decimal:
    """Draw a gross wage: round tens mostly, fen sometimes."""
    whole = Decimal(rng.randrange(420, 1900)) * 10
    return whole + (Decimal(rng.randrange(1, 1000)) / 100 if rng.random() < 0.3 else 0)
