import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.page_image import LineText
from intake.seals.judge import judge_ring, judge_square
from intake.seals.legend import code_in, is_organisation, owner_of, purpose_of
from intake.seals.seal_text import SealText, graded, holes
from models.lattice import Lattice
from models.marks import SealKind, SealShape

NAME = "北京宏达科技有限公司"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("财务专用章", SealKind.FINANCIAL),
        ("财务章", SealKind.FINANCIAL),
        ("财务专用意", SealKind.FINANCIAL),
        ("合同专用章", SealKind.CONTRACT),
        ("会同专用音", SealKind.CONTRACT),
        ("发票专用章", SealKind.INVOICE),
        ("人事专用章", SealKind.HR),
        ("人力资源部", SealKind.HR),
        ("业务专用章", SealKind.OTHER),
        ("财务部", SealKind.OTHER),
        ("现金收讫", SealKind.OTHER),
    ],
)
def test_a_purpose_is_told_by_its_words_even_a_little_misread(text, kind):
    assert purpose_of(text).kind is kind


@pytest.mark.parametrize("text", ["", "章", "务专用章", "?务专用章", NAME, "2024.05.10"])
def test_what_could_be_several_purposes_is_none(text):
    assert purpose_of(text) is None


@given(st.text(max_size=12))
def test_no_financial_seal_without_the_character_that_tells_it(text):
    purpose = purpose_of(text)
    if purpose is not None and purpose.kind is SealKind.FINANCIAL:
        assert "财" in text


def test_an_owner_is_the_legend_without_purpose_and_scraps():
    assert owner_of(NAME + "财务专用章") == NAME
    assert owner_of(NAME + "1乂") == NAME
    assert owner_of("★" + NAME) == NAME
    assert owner_of("北京宏达(天津)科技有限公司") == "北京宏达（天津）科技有限公司"
    assert owner_of(NAME + "第一分公司") == NAME + "第一分公司"


@pytest.mark.parametrize("name", [NAME, "海南省农业厅信息中心", "容县天平汽车维修厂"])
def test_names_of_organisations_end_as_such(name):
    assert is_organisation(name)
    assert not is_organisation(name[:4])


def test_codes_are_thirteen_digits_or_a_taxpayers_number():
    assert code_in(("4601060313842",)) == "4601060313842"
    assert code_in(("发票专用章", "91110108MA01ABCD2X")) == "91110108MA01ABCD2X"
    assert code_in(("46010603138", "财务专用章")) is None


def _lines(*texts):
    return tuple(LineText(text, 0.9) for text in texts)


def _official(**more):
    given = {"legend": NAME, "score": 0.99, "star": True, **more}
    given["lines"] = _lines(*given.get("lines", ()))
    return judge_ring(SealText(**given), SealShape.ROUND)


def test_a_whole_name_with_a_star_and_nothing_below_is_official():
    judged = _official()
    assert judged.kind is SealKind.OFFICIAL
    assert judged.owner == NAME
    assert judged.score > 0.9


def test_ink_where_a_purpose_would_stand_forbids_official():
    assert _official(bare=0.0).kind is SealKind.UNREAD


def test_a_purpose_that_cannot_be_told_is_unread_and_never_official():
    assert _official(lines=("务专用章",)).kind is SealKind.UNREAD


def test_a_name_without_a_star_is_trusted_less():
    assert _official(star=False).score < _official().score


def test_a_seal_without_a_name_is_unread():
    assert judge_ring(SealText(star=True), SealShape.ROUND).kind is SealKind.UNREAD


def test_a_department_is_no_official_seal():
    assert _official(legend=NAME + "工会").kind is SealKind.OTHER


def test_a_purpose_on_the_ring_counts_as_well():
    assert _official(legend=NAME + "财务专用章").kind is SealKind.FINANCIAL


def test_squares_are_chops_if_small_and_named_by_their_purpose_if_they_have_one():
    assert judge_square("张立国印", 0.9, large=False).kind is SealKind.LEGAL_REP
    assert judge_square("张立国印", 0.9, large=True).kind is SealKind.UNREAD
    assert judge_square(NAME + "财务专用章", 0.9, large=True).kind is SealKind.FINANCIAL
    assert judge_square("", 0.0, large=False).kind is SealKind.UNREAD


def test_a_gap_between_characters_lowers_a_legends_grade():
    even = tuple((i + 0.5) / 10 for i in range(10))
    torn = even[:4] + even[5:]
    assert holes(even) == 0
    assert holes(torn) == 1
    assert graded(LineText(NAME, 0.99, even)) > graded(LineText(NAME[:4] + NAME[5:], 0.99, torn))


@pytest.mark.parametrize("text", ["财务专用载", "财务专用O", "终财务专用a心", "财务专用"])
def test_a_purpose_read_but_for_its_last_character_is_as_good_as_whole(text):
    purpose = purpose_of(text)
    assert purpose.kind is SealKind.FINANCIAL
    assert 0.9 <= purpose.likeness < 1


def test_a_purpose_misread_elsewhere_stays_doubtful():
    assert purpose_of("财备专用章").likeness <= 0.8


def test_a_business_seal_is_too_like_a_financial_one_to_be_sure():
    business = judge_ring(
        SealText(legend="北京天合科技有限公司", lines=_lines("业务专用章")), SealShape.ROUND
    )
    archive = judge_ring(
        SealText(legend="北京天合科技有限公司", lines=_lines("档案专用章")), SealShape.ROUND
    )
    assert business.kind is archive.kind is SealKind.OTHER
    assert business.score < 0.8 < archive.score


def test_a_date_stamp_over_a_seal_does_not_settle_its_kind():
    assert _official(lines=("现金付讫",)).score < 0.8


def test_a_picture_that_shows_a_legend_much_worse_has_no_say_in_whose_it_is():
    said = Lattice(at=(1,), chars=("北",), costs=((0,),), nothing=(99,))
    good, poor = LineText(NAME, 0.99, lattice=said), LineText(NAME[:6], 0.9, lattice=Lattice())
    assert SealText(readings=(good, poor)).lattices == (said,)
    assert len(SealText(readings=(good, good)).lattices) == 2
