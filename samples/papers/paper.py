"""A drawn paper: its sheets and what they say; and the parts that several kinds share."""

from dataclasses import dataclass, field
from decimal import Decimal

from models.case import CaseApplication, CaseContract
from models.marks import Role, SlotFound
from models.paper import DocumentKind
from models.quantities import Month
from samples import seals, signing, spelling
from samples.payroll import Payroll
from samples.seals import Engraving, Touch
from samples.sheet import Sheet, Type
from samples.studio import Company, Person, Studio
from samples.truth import EntryTruth


@dataclass(slots=True)
class Paper:
    """One paper before it is filed: its pages and the truth about it."""

    kind: DocumentKind
    layout: str
    sheets: list[Sheet]
    months: tuple[Month, ...] = ()
    title: str = ""
    employer: str | None = None
    uscc: str | None = None
    entries: list[EntryTruth] = field(default_factory=list)
    contract: CaseContract | None = None
    application: CaseApplication | None = None
    employee: Person | None = None
    by_hand: bool = False
    channel: str | None = None
    """Overrides the case's channel for this paper."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a voucher has to show: whose wages, which seals, what is in the signature slots."""

    company: Company
    seals: tuple[Engraving, ...]
    employee: Person
    found: SlotFound = SlotFound.PEN
    """What stands in the claimant's slots."""
    gross_printed: bool = True
    month_readable: bool = True
    month_style: spelling.MonthStyle = "年月"
    by_hand: bool = False
    """A receipt is filled in by hand."""
    wage_covered: bool = False
    """Ink was spilt over the claimant's gross wage."""

    def spelled(self, month: Month) -> str:
        """Spell a month as this company does; blanks where it is not to be read."""
        if not self.month_readable:
            return "    年    月"
        return spelling.month(month, self.month_style)


@dataclass(frozen=True, slots=True)
class Job:
    """One month's payroll and what the voucher for it has to show."""

    payroll: Payroll
    order: Order


def printed_headings(job: Job) -> list[str]:
    """Return the amounts' headings in order, gross left out where it is not printed."""
    scheme = job.payroll.scheme
    names = [*scheme.earnings]
    if job.order.gross_printed:
        names.append(scheme.gross)
    names += scheme.deductions
    if scheme.deducted:
        names.append(scheme.deducted)
    return [*names, scheme.net]


def entry(
    name: Person, month: Month | None, amounts: dict[str, Decimal], keys: tuple[str, str]
) -> EntryTruth:
    """Note what a row prints; `keys` are the headings of gross and net, '' where not printed."""
    gross, net = keys
    return EntryTruth(
        name=name.name,
        month=month,
        gross=amounts.get(gross),
        net=amounts.get(net),
        items={key: value for key, value in amounts.items() if key not in keys},
    )


def press_all(
    sheet: Sheet, cut: tuple[Engraving, ...], spots: list[tuple[float, float]], studio: Studio
) -> None:
    """Press seals one after another at the given middles, each a little off."""
    rng = studio.rng
    order = rng.sample(cut, len(cut))
    for engraving, (x, y) in zip(order, spots, strict=False):
        at = (x + rng.gauss(0, 2.5), y + rng.gauss(0, 2))
        touch = Touch.sample(rng, studio.seal_ink, faint=studio.faint_seals)
        seals.press(sheet, engraving, at, touch, rng)


def signers(
    sheet: Sheet, labels: list[tuple[str, Role]], line: tuple[float, float, float], studio: Studio
) -> None:
    """Set 制表, 审核, ... along a line (x0, x1, baseline), each signed, printed or left empty."""
    type_ = studio.type("song", 9.5)
    step = (line[1] - line[0]) / len(labels)
    shared: int | None = None
    for place, (label, role) in enumerate(labels):
        x = line[0] + place * step
        shared = sheet.text((x, line[2]), label + "：", type_, shared)
        left = x + type_.width(label + "：") + 0.5
        box = (left, line[2] - 6.5, min(left + 24, x + step - 1), line[2] + 2.0)
        found = studio.rng.choices(
            (SlotFound.PEN, SlotFound.PRINTED, SlotFound.EMPTY), weights=(5, 2, 2)
        )[0]
        signing.fill(sheet, signing.Slot(box, label, role, studio.person()), found, studio)


def underlined(sheet: Sheet, at: tuple[float, float], text: str, type_: Type, width: float) -> None:
    """Set a filled-in blank: text over a rule of the given width."""
    sheet.text((at[0] + max((width - type_.width(text)) / 2, 0.5), at[1]), text, type_)
    sheet.line((at[0], at[1] + 1.0), (at[0] + width, at[1] + 1.0), 0.15)
