"""A drawn paper: its sheets and what they say; and the parts that several kinds share."""

from dataclasses import dataclass, field
from decimal import Decimal

from models.case import CaseApplication, CaseContract
from models.marks import Role, SlotFound
from models.paper import DocumentKind
from models.quantities import Month
from samples import seals, signing
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
    month_style: str | None = None
    wage_covered: bool = False
    """Ink was spilt over the claimant's gross wage."""


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
    for engraving, (x, y) in zip(cut, spots, strict=False):
        at = (x + rng.gauss(0, 2.5), y + rng.gauss(0, 2))
        seals.press(sheet, engraving, at, Touch.sample(rng), rng)


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
