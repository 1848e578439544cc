"""One whole case: invents the people, draws the papers, files them, and says the right answer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from models.case import Decision, PartyEmployee, PartyEmployer
from models.claim import Claim, Employee, Employer
from models.finding import FlagCode
from models.marks import InkColour, SlotFound
from models.paper import ContractType, DocumentKind, PageRef
from models.quantities import Month
from samples import filing, payroll, spelling
from samples.channels import CHANNELS, Channel
from samples.engravings import SealBox, cut_seals
from samples.filing import Bundle, Leaf
from samples.papers import application, contract, others
from samples.papers.paper import Job, Order, Paper
from samples.papers.spoiling import edited, spoil_month
from samples.payroll import Payroll
from samples.seals import BLUE, RED, SEAL_BLACK, Engraving
from samples.sets import SETS, Layouts
from samples.sheet import Sheet
from samples.spec import SIGNATURES, CaseSpec, Defect, random_spec
from samples.studio import Person, SetName, Studio
from samples.truth import CaseTruth, DocumentTruth, EntryTruth, FileTruth, PageTruth, WageTruth
from samples.vouchers import itemises, shared, tells_namesakes_apart

INKS = {InkColour.RED: RED, InkColour.BLUE: BLUE, InkColour.BLACK: SEAL_BLACK}
HONEST_DOUBT = frozenset({"grey", "binarised", "photo", "red_on_copy"})
"""Looks on which a machine may answer `review` where a clerk would know."""


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """A case's files and the truth about them."""

    files: dict[str, bytes]
    truth: CaseTruth
    pages: list[PageTruth]


class _Composer:
    """One case being composed."""

    def __init__(self, set_name: SetName, seed: int, spec: CaseSpec) -> None:
        self.spec, self.seed = spec, seed
        self.channel = CHANNELS[spec.channel]
        digital = "digital" in {spec.channel, spec.contract_channel, spec.application_channel}
        self.studio = Studio.open(set_name, seed, digital=digital)
        self.studio.seal_ink = INKS[spec.seal_ink]
        self.studio.faint_seals = spec.faint_seals
        self.layouts: Layouts = SETS[set_name]
        self.company = self.studio.company()
        self.employee = self.studio.person()
        self.seals = cut_seals(self.studio, self.company)
        self.other = self.studio.company()
        self.other_seals = cut_seals(self.studio, self.other)
        self.month_style = spelling.whole_month_style(self.studio.rng)
        self.wages = self._wages()

    def _wages(self) -> dict[Month, Decimal]:
        spec = self.spec
        if spec.wages:
            drawn = spec.wages if len(spec.wages) > 1 else spec.wages * len(spec.months)
            return dict(zip(spec.months, drawn, strict=True))
        base = payroll.wage(self.studio.rng)
        steady = self.studio.rng.random() < 0.4
        extra = (0, 120, 260, 300, 450, 800)
        return {m: base + (0 if steady else self.studio.rng.choice(extra)) for m in spec.months}

    def vouchers(self) -> list[Paper]:
        """Draw the vouchers of every month that has one."""
        spec, studio = self.spec, self.studio
        name = spec.voucher or studio.rng.choice(self._usable())
        if name not in self._usable():
            raise ValueError(f"{name} cannot show what the spec asks for")
        count = spec.people or studio.rng.choice((1, 3, 6, 9, 14))
        people = [studio.person() for _ in range(count - 1)]
        people.insert(studio.rng.randint(0, len(people)), self.employee)
        if spec.namesake:
            twin = replace(studio.person(), name=self.employee.name)
            people.insert(studio.rng.randint(0, len(people)), twin)
        medical = True if spec.has(Defect.MEDICAL_DEDUCTED) else None
        scheme = payroll.scheme(studio, medical_column=medical)
        jobs = [
            self._job(month, people, scheme)
            for month in spec.months
            if not spec.has(Defect.VOUCHER_MISSING, month)
        ]
        return self._spoilt(self.layouts.vouchers[name](studio, jobs)) if jobs else []

    def _spoilt(self, papers: list[Paper]) -> list[Paper]:
        """Do to finished vouchers what the spec says was done to them."""
        spec, months = self.spec, self.spec.months
        for place, month in enumerate(months):
            if spec.has(Defect.VOUCHER_EDITED, month):
                other = months[place - 1] if place else months[1]
                source = next(paper for paper in papers if paper.months == (other,))
                copy = edited(source, other, month)
                papers = [copy if paper.months == (month,) else paper for paper in papers]
            for paper in papers:
                if month in paper.months and spec.has(Defect.MONTH_SPOILT, month):
                    spoil_month(paper, month, self.studio.rng)
        return papers

    def _usable(self) -> list[str]:
        """Return the layouts that can show what the spec asks for."""
        spec = self.spec
        alone = any(wrong.month for wrong in spec.wrong) or spec.has(Defect.MONTH_ILLEGIBLE)
        medical = spec.has(Defect.MEDICAL_DEDUCTED)
        return [
            name
            for name in self.layouts.vouchers
            if not (alone and shared(name))
            and (tells_namesakes_apart(name) or not spec.namesake)
            and (itemises(name) or not medical)
        ]

    def _job(self, month: Month, people: list[Person], scheme: payroll.Scheme) -> Job:
        spec, rng = self.spec, self.studio.rng
        absent = spec.has(Defect.EMPLOYEE_ABSENT, month)
        present = [p for p in people if not (absent and p == self.employee)]
        present = present or [self.studio.person()]
        rows = []
        for person in present:
            mine = person == self.employee
            gross = self.wages[month] if mine else payroll.wage(rng)
            medical = not mine or spec.has(Defect.MEDICAL_DEDUCTED, month)
            rows.append(payroll.pay(rng, scheme, person, gross, medical=medical))
        foreign = spec.has(Defect.VOUCHER_OF_ANOTHER, month)
        issuer = self.other if foreign else self.company
        sheet = Payroll(issuer, month, scheme, tuple(rows))
        found = next((f for d, f in SIGNATURES.items() if spec.has(d, month)), SlotFound.PEN)
        if found is SlotFound.PEN and rng.random() < 0.08:
            found = SlotFound.PEN_FINGERPRINT
        order = Order(
            issuer,
            self._pressed(month),
            self.employee,
            found,
            gross_printed=not spec.has(Defect.NET_ONLY, month),
            month_style=self.month_style,
            month_readable=not spec.has(Defect.MONTH_ILLEGIBLE, month),
            by_hand=bool(spec.by_hand) and spec.channel != "digital",
            wage_covered=spec.has(Defect.WAGE_COVERED, month),
        )
        return Job(sheet, order)

    def _pressed(self, month: Month) -> tuple[Engraving, ...]:
        """Choose the seals on a month's voucher."""
        spec = self.spec
        box: SealBox = self.seals
        foreign = spec.has(Defect.VOUCHER_OF_ANOTHER, month)
        if foreign or spec.has(Defect.SEALS_OF_ANOTHER, month):
            box = self.other_seals
        cut: list[Engraving] = []
        if spec.has(Defect.INVOICE_SEAL_FOR_FINANCIAL, month):
            cut.append(box.invoice)
        elif not spec.has(Defect.FINANCIAL_SEAL_MISSING, month):
            cut.append(box.financial)
        if spec.has(Defect.CONTRACT_SEAL_FOR_OFFICIAL, month):
            cut.append(box.contract)
        elif not spec.has(Defect.OFFICIAL_SEAL_MISSING, month):
            cut.append(box.official)
        if self.studio.rng.random() < 0.15:
            cut.append(box.legal_rep)
        return tuple(cut)

    def _by_hand(self, channel: str | None) -> bool:
        """Decide whether a form is filled in by hand: a born-digital one never is."""
        if "digital" in {channel, self.spec.channel}:
            return False
        drawn = self.studio.rng.random() < 0.35
        return drawn if self.spec.by_hand is None else self.spec.by_hand

    def contract(self) -> Paper | None:
        """Draw the contract, if there is to be one."""
        spec, rng = self.spec, self.studio.rng
        if spec.has(Defect.CONTRACT_MISSING):
            return None
        first = spec.months[0]
        start = dt.date(first.year - rng.randint(1, 3), rng.randint(1, 4), rng.choice((1, 8, 15)))
        usual = rng.choice((ContractType.FIXED, ContractType.FIXED, ContractType.OPEN_ENDED))
        kind = spec.contract_kind or usual
        end: dt.date | None = dt.date(first.year + 3, start.month, 28)
        if spec.has(Defect.CONTRACT_EXPIRED):
            kind, end = ContractType.FIXED, spec.uncovered[0].plus(-1).last_day
        other = spec.has(Defect.CONTRACT_OTHER_EMPLOYER)
        employer = self.other if other else self.company
        stranger = spec.has(Defect.CONTRACT_OTHER_EMPLOYEE)
        box = self.other_seals if other else self.seals
        terms = contract.Terms(
            employer,
            self.studio.person() if stranger else self.employee,
            kind,
            start,
            end if kind is ContractType.FIXED else None,
            self.wages[first],
            start,
            rng.choice((box.official, box.official, box.contract)),
            by_hand=self._by_hand(spec.contract_channel),
        )
        return contract.draw(self.studio, terms, rng.choice(self.layouts.contracts))

    def application(self) -> Paper | None:
        """Draw the application, if there is to be one."""
        spec, rng = self.spec, self.studio.rng
        if spec.has(Defect.APPLICATION_MISSING):
            return None
        stranger = spec.has(Defect.APPLICATION_OTHER_EMPLOYEE)
        months = spec.months
        if spec.has(Defect.APPLICATION_MONTHS):
            months = months[:-1] if len(months) > 1 else (months[0].plus(-1),)
        request = application.Request(
            self.company,
            self.studio.person() if stranger else self.employee,
            months,
            spec.declared_on - dt.timedelta(days=rng.randint(0, 6)),
            self.seals.official,
            by_hand=self._by_hand(spec.application_channel),
        )
        return application.draw(self.studio, request, rng.choice(self.layouts.applications))

    def papers(self) -> list[Paper]:
        """Draw everything, in the order in which it lies on the counter."""
        spec = self.spec
        papers = self.vouchers()
        for paper, channel in (
            (self.contract(), spec.contract_channel),
            (self.application(), spec.application_channel),
        ):
            if paper:
                papers.append(replace(paper, channel=channel))
        if spec.identity:
            papers.append(others.identity(self.studio, self.employee))
        if spec.unrelated:
            papers.append(others.unrelated(self.studio, self.company))
        return papers


def compose_case(set_name: SetName, seed: int, spec: CaseSpec, *, name: str = "") -> DrawnCase:
    """Draw one case; the same set, seed and spec give the same bytes."""
    composer = _Composer(set_name, seed, spec)
    papers = composer.papers()
    bundles = _bundles(composer, papers)
    filed = [filing.file_away(bundle, composer.studio.rng) for bundle in bundles]
    files = {key: content for part in filed for key, content in part.files.items()}
    pages = [page for part in filed for page in part.pages]
    problems = others.spoilt(composer.studio, spec)
    truth = _truth(composer, papers, pages, {**_counts(files, pages), **problems.truths})
    files = {**files, **problems.files}
    if composer.channel.container == "zip":
        files = {"材料.zip": filing.gbk_zip(files)}
    case = name or f"{set_name}-{seed}"
    return DrawnCase(files, truth.model_copy(update={"case": case}), pages)


def random_case(set_name: SetName, seed: int, *, channel: str | None = None) -> DrawnCase:
    """Draw a case of which everything is left to the seed, also whether something is wrong."""
    return compose_case(set_name, seed, random_spec(Random(f"spec:{set_name}:{seed}"), channel))


def _bundles(composer: _Composer, papers: list[Paper]) -> list[Bundle]:
    """Sort the papers into files as the channel does."""
    rng, usual = composer.studio.rng, composer.channel
    bundles: list[Bundle] = []
    stack: list[Leaf] = []
    names: dict[str, int] = {}
    for number, paper in enumerate(papers, 1):
        channel = CHANNELS[paper.channel] if paper.channel else usual
        pages = filing.leaves(paper, document_id(number), channel, rng)
        if channel is usual and usual.container in {"one_pdf", "one_tiff"}:
            stack += _separator(stack, channel, composer) + pages
            continue
        name = others.file_name(paper, channel, number, composer.studio)
        names[name] = names.get(name, 0) + 1
        again = f"({names[name]})" if names[name] > 1 else ""
        bundles.append(Bundle(name + again, pages))
    if stack:
        bundles.insert(0, Bundle("扫描件", stack))
    return bundles


def document_id(number: int) -> str:
    """Name the n-th paper of a case."""
    return f"d{number}"


def _separator(stack: list[Leaf], channel: Channel, composer: _Composer) -> list[Leaf]:
    if not (stack and channel.separators):
        return []
    blank = Paper(DocumentKind.BLANK, "blank", [Sheet(blank=True)])
    number = sum(leaf.kind is DocumentKind.BLANK for leaf in stack) + 1
    return filing.leaves(blank, f"blank{number}", channel, composer.studio.rng)


def _counts(files: Mapping[str, bytes], pages: list[PageTruth]) -> dict[str, FileTruth]:
    return {
        name: FileTruth(name=name, pages=sum(page.file == name for page in pages)) for name in files
    }


def _documents(papers: list[Paper], pages: list[PageTruth]) -> tuple[DocumentTruth, ...]:
    documents = []
    for number, paper in enumerate(papers, 1):
        key = document_id(number)
        refs = tuple(PageRef(file=p.file, page=p.page) for p in pages if p.document == key)
        documents.append(
            DocumentTruth(
                id=key,
                kind=paper.kind,
                layout=paper.layout,
                pages=refs,
                months=paper.months,
                title=paper.title,
                employer=paper.employer,
                uscc=paper.uscc,
                entries=tuple(paper.entries),
                by_hand=paper.by_hand,
                contract=paper.contract,
                application=paper.application,
                employee=paper.employee.name if paper.employee else None,
                id_number=paper.employee.id_number if paper.employee else None,
            )
        )
    return tuple(documents)


def _wages(composer: _Composer, documents: tuple[DocumentTruth, ...]) -> dict[Month, WageTruth]:
    wages = {m: WageTruth(gross=None, net=None, document=None) for m in composer.spec.months}
    for document in documents:
        for entry in document.entries:
            if entry.month in wages and document.months and _is_of(entry, composer.employee):
                wages[entry.month] = WageTruth(
                    gross=entry.gross, net=entry.net, document=document.id
                )
    return wages


def _is_of(entry: EntryTruth, person: Person) -> bool:
    """Say whether a row is a person's: by name, and by number where there is one."""
    return entry.name == person.name and entry.id_number in {None, person.id_number}


def _decision(spec: CaseSpec, flags: tuple[FlagCode, ...]) -> Decision:
    if spec.missing():
        return Decision.INCOMPLETE
    return Decision.REVIEW if spec.doubtful() or flags else Decision.COMPLETE


def _truth(
    composer: _Composer,
    papers: list[Paper],
    pages: list[PageTruth],
    files: dict[str, FileTruth],
) -> CaseTruth:
    spec, company, person = composer.spec, composer.company, composer.employee
    documents = _documents(papers, pages)
    flags = spec.flags()
    if composer.channel.look == "digital":
        flags = (*flags, FlagCode.SEAL_PICTURE_ONLY)
    decision = _decision(spec, flags)
    doubt = composer.channel.look in HONEST_DOUBT or spec.has(Defect.SIGNED_BY_OTHER)
    doubt = doubt or spec.faint_seals or spec.seal_ink is not InkColour.RED
    doubt = doubt or bool(spec.by_hand) or spec.contract_kind is ContractType.TASK
    allowed = (decision, Decision.REVIEW) if doubt else (decision,)
    terms = next((p.contract for p in papers if p.contract), None)
    request = next((p.application for p in papers if p.application), None)
    return CaseTruth(
        case="",
        set=composer.studio.set_name,
        seed=composer.seed,
        channel=spec.channel,
        claim=Claim(
            region=spec.region,
            declared_on=spec.declared_on,
            employer=Employer(name=company.name, uscc=company.uscc),
            employee=Employee(name=person.name, id_number=person.id_number),
            months=spec.months,
            reason="employer_arrears",
        ),
        decision=decision,
        machine_decisions=tuple(dict.fromkeys(allowed)),
        missing=spec.missing(),
        doubtful=spec.doubtful(),
        flags=flags,
        months=request.months if request else spec.months,
        wages=_wages(composer, documents),
        employer=PartyEmployer(name=company.name, uscc=company.uscc),
        employee=PartyEmployee(name=person.name, id_number=person.id_number),
        contract=terms,
        application=request,
        documents=documents,
        files=tuple(files.values()),
        declared_on=spec.declared_on,
    )
