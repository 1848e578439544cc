"""Parts that other tests see only through a whole case: parties, seals, terms, messages."""

import datetime as dt
import string

import pytest

from intake.completeness import Judges
from intake.completeness.compare import Company
from intake.completeness.flags_numbers import wrong_number
from intake.completeness.messages import DOUBTFUL, FLAGS, MET, PAPERS, UNMET
from intake.completeness.parties import expected_company, expected_person
from intake.completeness.question import see_seals
from intake.completeness.terms import Cover, Term, cover
from intake.completeness.trust import amount, is_plainly_illegible
from intake.completeness.unread import must_be_resent, unread_pages
from models.case import OwnerCheck
from models.claim import Claim, Employee, Employer
from models.evidence import Reading
from models.finding import Code, FlagCode, Item, Material
from models.marks import SealKind
from models.paper import DocumentKind, PageRef
from tests.intake.completeness.builders import (
    EMPLOYER,
    ID,
    JUNE,
    MAY,
    NAME,
    NATIONAL,
    NOTHING,
    OTHER_ID,
    OTHER_NAME,
    USCC,
    application_sheet,
    case_of,
    claim,
    complete,
    contract,
    contract_sheet,
    entry,
    other_sheet,
    papers,
    read,
    report,
    seal,
    unread,
    verify_owner,
    voucher_sheet,
)


def person(*sheets, **known):
    return expected_person(papers(*sheets), Claim(employee=Employee(**known)), NATIONAL)


def test_the_claim_says_first_whom_the_case_is_about():
    found = person(*complete(), name=OTHER_NAME, id_number=OTHER_ID)
    assert (found.name, found.id_number) == (OTHER_NAME, OTHER_ID)


def test_a_silent_claim_leaves_it_to_the_application_then_the_contract_then_the_card():
    theirs = {"employee": read(OTHER_NAME), "id_number": read(OTHER_ID)}
    card = other_sheet("card.jpg", kind=DocumentKind.IDENTITY, **theirs)
    assert person(contract_sheet(**theirs), application_sheet()).name == NAME
    assert person(contract_sheet(**theirs), voucher_sheet()).name == OTHER_NAME
    assert person(card, voucher_sheet()).name == OTHER_NAME
    assert person(voucher_sheet()).name == NAME


def test_a_payroll_of_many_does_not_say_whom_the_case_is_about():
    rows = (entry("2024-05.pdf"), entry("2024-05.pdf", OTHER_NAME))
    assert person(voucher_sheet(entries=rows)).name is None


def test_a_number_in_the_claim_finds_its_name():
    assert person(contract_sheet(), id_number=ID).name == NAME


def test_a_name_in_the_claim_finds_its_number_unless_two_bear_the_name():
    namesake = contract_sheet(file="b.pdf", id_number=read(OTHER_ID))
    assert person(contract_sheet(), name=NAME).id_number == ID
    found = person(contract_sheet(), namesake, name=NAME)
    assert found.id_number is None
    assert found.has_namesake


def test_namesakes_in_different_months_are_not_taken_for_one_person():
    sheets = [
        voucher_sheet(entries=(entry("2024-05.pdf", id_number=read(ID)),)),
        voucher_sheet(JUNE, entries=(entry("2024-06.pdf", id_number=read(OTHER_ID)),)),
        contract_sheet(id_number=NOTHING),
        application_sheet(months=(MAY, JUNE), id_number=NOTHING),
    ]
    asked = claim(MAY, JUNE, employee=Employee(name=NAME))
    assert case_of(*sheets, asked=asked).decision == "review"


def test_a_badly_read_or_invalid_number_is_nobodys():
    assert person(contract_sheet(id_number=read(ID, 0.6)), name=NAME).id_number is None
    assert person(contract_sheet(id_number=read("1" * 18)), name=NAME).id_number is None


def company(*sheets, **known):
    who = person(*sheets, name=NAME)
    return expected_company(papers(*sheets), Claim(employer=Employer(**known)), who)


def test_the_employer_is_found_like_the_employee():
    assert company(*complete(), name="别的公司", uscc=" ").name == "别的公司"
    assert company(contract_sheet(uscc=read(USCC))) == Company(EMPLOYER, USCC)
    assert company(contract_sheet(uscc=read(USCC)), uscc=USCC).name == EMPLOYER
    assert company(other_sheet()) == Company(None, None)


class PoolingJudge:
    """Reads half of the name from each impression; two together give it."""

    def __init__(self):
        self.asked = []

    def __call__(self, seals, expected):
        self.asked.append(len(seals))
        if len(seals) > 1:
            return OwnerCheck.MATCH, 0.9
        return verify_owner(seals, expected)


def test_unsure_impressions_of_one_kind_on_one_paper_are_read_together():
    half = [seal(SealKind.OFFICIAL, "海淀?"), seal(SealKind.OFFICIAL, "?机械有限公司")]
    sheet = voucher_sheet(seals=[*half, seal(SealKind.FINANCIAL)])
    judge = PoolingJudge()
    sights = see_seals(papers(sheet), Company(EMPLOYER), Judges(verify_owner=judge))
    checks = [sight.owner.check for sight in sights[PageRef(file="2024-05.pdf", page=1)]]
    assert checks == [OwnerCheck.MATCH] * 3
    assert judge.asked == [1, 1, 1, 2]


def test_a_foreign_seal_neither_hides_among_others_nor_spoils_them():
    mixed = [seal(SealKind.OFFICIAL, "?"), seal(SealKind.OFFICIAL, "别的公司")]
    sights = see_seals(
        papers(voucher_sheet(seals=mixed)), Company(EMPLOYER), Judges(verify_owner=verify_owner)
    )
    checks = [sight.owner.check for sight in sights[PageRef(file="2024-05.pdf", page=1)]]
    assert checks == [OwnerCheck.UNSURE, OwnerCheck.MISMATCH]


def test_a_name_chop_is_no_other_companys():
    chop = seal(SealKind.LEGAL_REP, "徐涵春印")
    sights = see_seals(
        papers(voucher_sheet(seals=[chop])), Company(EMPLOYER), Judges(verify_owner=verify_owner)
    )
    ((sight,),) = sights.values()
    assert sight.owner.check is OwnerCheck.UNSURE


def test_without_an_employer_no_seal_is_anybodys():
    sights = see_seals(papers(voucher_sheet()), Company(), Judges(verify_owner=verify_owner))
    (on_page,) = sights.values()
    assert {sight.owner.check for sight in on_page} == {OwnerCheck.UNSURE}


DAY = dt.date


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (DAY(2024, 5, 1), DAY(2024, 5, 31), Cover.FULL),
        (DAY(2024, 5, 2), DAY(2024, 5, 31), Cover.PART),
        (DAY(2024, 5, 1), DAY(2024, 5, 30), Cover.PART),
        (DAY(2024, 6, 1), None, Cover.NONE),
        (None, DAY(2024, 4, 30), Cover.NONE),
        (None, DAY(2024, 5, 1), Cover.UNSURE),
        (DAY(2024, 5, 1), None, Cover.UNSURE),
        (None, None, Cover.UNSURE),
    ],
)
def test_a_term_is_held_against_a_month(start, end, expected):
    assert Term(start, end).cover(MAY) is expected


def terms(*spans):
    return [
        contract(f"{n}.pdf", start=start, start_field=read("s"), end=end, end_field=read("e"))
        for n, (start, end) in enumerate(spans)
    ]


def test_terms_that_follow_each_other_cover_together_and_a_gap_shows():
    first = (DAY(2024, 4, 1), DAY(2024, 5, 10))
    assert cover(terms((DAY(2024, 5, 11), DAY(2024, 6, 30)), first), MAY) is Cover.FULL
    assert cover(terms(first, (DAY(2024, 5, 12), DAY(2024, 6, 30))), MAY) is Cover.PART
    assert cover([], MAY) is Cover.NONE


def test_an_early_end_cuts_a_contract():
    (cut,) = terms((DAY(2024, 1, 1), DAY(2025, 1, 1)))
    ended = cut.model_copy(update={"ended_on": DAY(2024, 4, 30)})
    assert cover([cut], MAY) is Cover.FULL
    assert cover([ended], MAY) is Cover.NONE


def test_every_code_item_and_flag_has_its_sentences():
    assert set(UNMET) == set(DOUBTFUL) == set(Code)
    assert set(FLAGS) == set(FlagCode)
    assert set(PAPERS) == set(Material)
    assert set(MET) >= set(Item) - {Item.OTHER}


@pytest.mark.parametrize("table", [UNMET, DOUBTFUL, MET, FLAGS])
def test_sentences_end_as_sentences_and_fill_only_what_is_given(table):
    for zh, en in table.values():
        names = {name for text in (zh, en) for _, name, _, _ in string.Formatter().parse(text)}
        assert names <= {None, "paper", "month", "detail"}
        if zh != "{detail}":
            assert zh.endswith("。")
            assert en.endswith(".")


def test_no_message_is_left_unfilled():
    for sheets in ([], complete(), complete(JUNE)):
        case = case_of(*sheets)
        for said in (*case.requirements, *case.flags):
            assert "{" not in said.message.zh + said.message.en


def test_amounts_are_read_as_money_or_not_at_all():
    assert str(amount(read("8,500.00"))) == "8500.00"
    assert amount(read("Infinity")) is None
    assert amount(read("8500元")) is None
    assert amount(NOTHING) is None


def test_a_number_mended_by_its_check_digit_counts_as_it_was_read():
    def holds(text):
        return text == ID

    wrong = ID[:-1] + "1"
    clear = Reading(value=wrong, reader="test", score=0.95)
    weak = Reading(value=wrong, reader="test", score=0.6)
    piece = Reading(value=wrong[:9], reader="test", score=0.95)
    right = Reading(value=ID, reader="test", score=0.95)
    assert wrong_number(read(ID, 0.7, readings=(clear,)), holds) == wrong
    assert wrong_number(read(ID, 0.7, readings=(weak,)), holds) is None
    assert wrong_number(read(ID, 0.7, readings=(piece,)), holds) is None
    assert wrong_number(read(ID, 0.7, readings=(clear, right)), holds) is None
    assert wrong_number(read(wrong, 0.4, readings=(clear,)), holds) == wrong


def test_a_page_hardly_understood_may_be_the_paper_that_is_sought():
    rest = [voucher_sheet(), contract_sheet()]
    plain = case_of(*rest, other_sheet(score=0.9))
    enigma = case_of(*rest, other_sheet(score=0.55))
    assert [m.code for m in plain.missing] == [Code.APPLICATION_MISSING]
    assert enigma.missing == ()
    assert enigma.decision == "review"
    assert case_of(*complete(), other_sheet(score=0.55)).decision == "complete"


def test_illegible_means_that_no_reader_offers_anything():
    assert is_plainly_illegible(unread("month illegible"))
    assert not is_plainly_illegible(unread("month illegible", "2024-05"))
    assert not is_plainly_illegible(unread("covered by seal"))
    assert not is_plainly_illegible(read("2024-05", note="illegible"))


def test_the_files_to_be_sent_again_are_those_that_cannot_be_opened():
    again = must_be_resent()
    assert {"encrypted", "damaged", "empty", "unsupported", "too_large"} <= again
    assert not {"page_timeout", "page_memory", "engine_failed", "page_failed"} & again


def test_pages_without_a_reading_are_named():
    made = papers(voucher_sheet(), files=[report("x.pdf", pages=2)])
    assert unread_pages(made) == (
        PageRef(file="x.pdf", page=1),
        PageRef(file="x.pdf", page=2),
    )
    assert unread_pages(papers(voucher_sheet())) == ()
