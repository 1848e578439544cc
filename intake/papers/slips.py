"""Slips and receipts: one person's pay as labels and values, 领款单 with 大写."""

import re
from collections.abc import Iterator, Sequence

from intake.papers.flow import Flow, flow_of
from intake.papers.headings import AMOUNTS, Heading, plain_label
from intake.papers.money import Claim, Money, money_of, only_value
from intake.papers.pairs import Pair, pairs_of
from intake.papers.pay_rows import PayRow, id_field
from intake.papers.table_head import sections
from intake.text.capital_numerals import find_capitals
from intake.text.lines import union_of
from intake.text.months import find_months
from intake.text.names import looks_like_person, person_name
from models.evidence import Box, FieldValue, Reading
from models.page import PageReading, Word

_RECEIPT = re.compile(r"(?:今|兹|现)?(?:领到|收到|领取|领讫)|领款单|收条|领条|收据|支款单|支付凭单")
_RECEIVER = re.compile(
    r"(?:领款人|收款人|领取人|收条人|经领人|员工姓名|姓名)\s*[(签字章名)]*\s*:?\s*([一-鿿·]{2,8})"
)
_FIGURES = re.compile(
    r"(?:小写)?\s*:?\s*[(]?\s*(?:[¥Y￥]|RMB)\s*:?\s*(\d[\d,. ]*\d)|(?<![\d.])(\d[\d,]*\.\d{2})\s*元"
)
WORDS = "words"


def slip_rows(page: PageReading) -> tuple[PayRow, ...]:
    """Return the slips of a page that no headed table holds, one for each name."""
    forms = [table for table in page.tables if not sections(table)]
    pairs = pairs_of(page, forms)
    return tuple(row for block in _blocks(pairs) if (row := _slip(page, block)) is not None)


def receipt_row(page: PageReading) -> PayRow | None:
    """Return what a receipt says was paid, with 大写 as a second reading; None if it is none."""
    flow = flow_of([page])
    if _RECEIPT.search(flow.text.replace(" ", "")) is None:
        return None
    money = _figures(flow)
    if money is None:
        return None
    page_, box, amount = money
    name = _receiver(flow)
    return PayRow(page=page_, box=_whole(page_, box), name=name, net=amount)


def capital_claims(page: PageReading) -> tuple[Claim, ...]:
    """Return the amounts that a page writes in words, each once."""
    found = {value for _, value in find_capitals(flow_of([page]).text)}
    return tuple(Claim(value, WORDS) for value in sorted(found)) if len(found) == 1 else ()


def loose_pairs(page: PageReading) -> tuple[Pair, ...]:
    """Return the labelled values on a page outside of its headed tables."""
    return pairs_of(page, [table for table in page.tables if not sections(table)])


def name_in(pairs: Sequence[Pair]) -> FieldValue:
    """Return the only person that labelled values name."""
    for named in (_is_named, _is_receiver):
        found = [pair for pair in pairs if named(pair) and _is_name(pair)]
        if found:
            names = {person_name(pair.text) for pair in found}
            return _person(found[0]) if len(names) == 1 else FieldValue()
    return FieldValue()


def _is_named(pair: Pair) -> bool:
    """Say whether a label asks for a name."""
    return pair.kind is Heading.NAME


def _is_receiver(pair: Pair) -> bool:
    """Say whether a label names who is paid, and not where to sign."""
    return plain_label(pair.label) in {"领款人", "收款人", "领取人", "收款人姓名", "领款人姓名"}


def id_in(pairs: Sequence[Pair]) -> FieldValue:
    """Return the only ID number that labelled values give."""
    found = [pair for pair in pairs if pair.kind is Heading.ID_NUMBER]
    return id_field(_field(found[0]), found[0].text) if len(found) == 1 else FieldValue()


def _only_of(pairs: Sequence[Pair], kind: Heading) -> FieldValue:
    """Return the only labelled value of a kind."""
    found = [pair for pair in pairs if pair.kind is kind]
    return _field(found[0]) if len(found) == 1 else FieldValue()


def _blocks(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Part the pairs at each new name, or where a decisive label comes again."""
    block: list[Pair] = []
    for pair in pairs:
        again = pair.kind in {Heading.NAME, Heading.GROSS, Heading.NET} and any(
            other.kind is pair.kind and other.text != pair.text for other in block
        )
        if again:
            yield block
            block = []
        block.append(pair)
    if block:
        yield block


def _slip(page: PageReading, pairs: Sequence[Pair]) -> PayRow | None:
    """Make a row of one slip's pairs; None if they hold no wage."""
    amounts = [(pair, _money(pair)) for pair in pairs if pair.kind in AMOUNTS]
    decisive = {pair.kind for pair, _ in amounts}
    if not decisive & {Heading.GROSS, Heading.NET}:
        return None
    month = next((pair for pair in pairs if pair.kind is Heading.MONTH), None)
    mentions = find_months(month.text) if month is not None else ()
    return PayRow(
        page=page,
        box=union_of(pair.box for pair in pairs),
        name=name_in(pairs),
        id_number=id_in(pairs),
        position=_only_of(pairs, Heading.POSITION),
        month=mentions[0] if len(mentions) == 1 else None,
        month_field=FieldValue() if month is None else _field(month),
        gross=_only(amounts, Heading.GROSS),
        net=_only(amounts, Heading.NET),
        deducted=_only(amounts, Heading.DEDUCTED),
        earnings=_all(amounts, Heading.EARNING),
        deductions=_all(amounts, Heading.DEDUCTION),
        others={**_all(amounts, Heading.ASIDE), **_all(amounts, Heading.PAID)},
    )


def _money(pair: Pair) -> Money:
    """Return a pair's amount."""
    return money_of(pair.page, pair.words, pair.box)


def _only(amounts: Sequence[tuple[Pair, Money]], kind: Heading) -> Money | None:
    """Return the amount of a kind; of several that differ none."""
    found = [money for pair, money in amounts if pair.kind is kind]
    return found[0] if found and len({money.first for money in found}) == 1 else None


def _all(amounts: Sequence[tuple[Pair, Money]], kind: Heading) -> dict[str, Money]:
    """Return the amounts of a kind by their labels."""
    return {plain_label(pair.label): money for pair, money in amounts if pair.kind is kind}


def _is_name(pair: Pair) -> bool:
    """Say whether a labelled value can be a person's name."""
    return looks_like_person(person_name(pair.text))


def _person(pair: Pair) -> FieldValue:
    """Return a pair as a person's name."""
    return _field(pair).model_copy(update={"value": person_name(pair.text)})


def _field(pair: Pair) -> FieldValue:
    """Return a pair's value as a field."""
    score = min((word.score for word in pair.words), default=0.0)
    reader = pair.words[0].reader if pair.words else ""
    evidence = pair.page.evidence(pair.box, score=score, reader=reader, text=pair.text)
    reading = Reading(value=pair.text, reader=reader, score=score, evidence=evidence)
    return FieldValue(value=pair.text, score=score, evidence=evidence, readings=(reading,))


def _figures(flow: Flow) -> tuple[PageReading, Box, Money] | None:
    """Return the amount in figures on a receipt; None if there are several different ones."""
    found: list[tuple[PageReading, Box, Money]] = []
    for match in _FIGURES.finditer(flow.text):
        group = 1 if match[1] else 2
        place = flow.place(match.start(group), match.end(group))
        if place is not None and only_value(match[group]) is not None:
            page, box = place
            score = flow.score(match.start(group), match.end(group))
            reader = flow.words(match.start(group), match.end(group))[0][1].reader
            word = Word(text=match[group], box=box, score=score, reader=reader)
            found.append((page, box, money_of(page, (word,), box)))
    values = {money.first for *_, money in found}
    return found[0] if len(values) == 1 else None


def _receiver(flow: Flow) -> FieldValue:
    """Return who received the money."""
    for match in _RECEIVER.finditer(flow.text):
        name = person_name(match[1])
        if looks_like_person(name):
            evidence = flow.evidence(match.start(1), match.end(1))
            score = flow.score(match.start(1), match.end(1))
            reader = "" if evidence is None else evidence.reader
            reading = Reading(value=name, reader=reader, score=score, evidence=evidence)
            return FieldValue(value=name, score=score, evidence=evidence, readings=(reading,))
    return FieldValue()


def _whole(page: PageReading, box: Box) -> Box:
    """Return the part of the page that a receipt fills: all its words."""
    return union_of([box, *(word.box for word in page.words)])
