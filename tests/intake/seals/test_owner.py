import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.seals.owner import verify_owner
from models.evidence import Box
from models.marks import InkColour, Seal, SealKind, SealShape

NAME = "北京宏达科技有限公司"
OTHER = "青岛市永兴建筑工程有限责任公司"
PARTS = st.tuples(
    st.sampled_from(["北京", "杭州", "深圳市", "青岛市"]),
    st.sampled_from(["宏达", "金泰", "嘉禾", "瑞祥", "永兴", "华信"]),
    st.sampled_from(["科技", "商贸", "建筑工程", "餐饮管理"]),
    st.sampled_from(["有限公司", "有限责任公司", "股份有限公司"]),
)


def seal(owner, score=0.97, variants=()):
    return Seal(
        box=Box(left=0, top=0, right=9, bottom=9),
        kind=SealKind.OFFICIAL,
        shape=SealShape.ROUND,
        colour=InkColour.RED,
        owner_name=owner,
        score=0.9,
        text_score=score,
        variants=variants,
    )


@given(PARTS)
def test_the_name_itself_always_matches(parts):
    name = "".join(parts)
    answer, score = verify_owner([seal(name)], name)
    assert answer == "match"
    assert score > 0.9


@given(PARTS, PARTS)
def test_a_name_of_other_place_brand_and_trade_never_matches(one, other):
    if all(a != b for a, b in zip(one[:3], other[:3], strict=True)):
        answer, _ = verify_owner([seal("".join(one))], "".join(other))
        assert answer != "match"


def test_another_company_clearly_read_is_a_mismatch():
    assert verify_owner([seal(OTHER)], NAME)[0] == "mismatch"


def test_another_company_badly_read_is_unsure():
    assert verify_owner([seal(OTHER, score=0.6)], NAME)[0] == "unsure"


@pytest.mark.parametrize(
    "read", ["北京宏达科枝有限公司", "北京宏达科技有限公", "北京宏达料技有限公司"]
)
def test_one_slip_or_a_lost_character_still_matches(read):
    assert verify_owner([seal(read, score=0.9)], NAME)[0] == "match"


@pytest.mark.parametrize(
    "read", ["宏达科技", "有限公司", "北京宏", "北京宏达科技有限公司天津分公司"]
)
def test_short_forms_pieces_and_branches_are_unsure(read):
    assert verify_owner([seal(read)], NAME)[0] == "unsure"


def test_a_sister_company_that_differs_in_one_word_is_never_a_match():
    assert verify_owner([seal("北京宏达商贸有限公司")], NAME)[0] != "match"
    assert verify_owner([seal("上海宏达科技有限公司")], NAME)[0] != "match"


def test_impressions_are_pooled_and_one_good_reading_is_enough():
    seals = [seal("北达科有限", score=0.5), seal(None, score=0.0), seal(NAME, score=0.9)]
    assert verify_owner(seals, NAME)[0] == "match"


def test_a_variant_counts_as_a_reading():
    assert verify_owner([seal("北示宏大科支有限", variants=(NAME,))], NAME)[0] == "match"


def test_brackets_and_width_make_no_difference():
    answer, _ = verify_owner([seal("宏达（北京）科技有限公司")], "宏达(北京)科技有限公司")
    assert answer == "match"


def test_nothing_read_or_nothing_expected_is_unsure():
    assert verify_owner([], NAME) == ("unsure", 0.0)
    assert verify_owner([seal(None)], NAME)[0] == "unsure"
    assert verify_owner([seal(NAME)], "")[0] == "unsure"
