import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.seals.owner import verify_owner
from models.evidence import Box
from models.lattice import Lattice
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


def impression(name, doubts=None, owner=None):
    """A seal with a lattice that says a name; (place: (other character, its cost, the own one))."""
    doubts = doubts or {}
    chars, costs = [], []
    for place, char in enumerate(name):
        other = doubts.get(place)
        pair = sorted([(char, other[2]), (other[0], other[1])], key=lambda x: x[1]) if other else []
        space = char == "　"
        chars += ["" if space else "".join(c for c, _ in pair) or char, ""]
        costs += [() if space else tuple(cost for _, cost in pair) or (0,), ()]
    steps = range(len(chars))
    lattice = Lattice(
        at=tuple(1000 * step // len(chars) for step in steps),
        chars=tuple(chars),
        costs=tuple(costs),
        nothing=tuple(110 if text else 0 for text in chars),
    )
    return seal(owner or name.strip("　")).model_copy(update={"lattices": (lattice,)})


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
    faint = dict.fromkeys(range(len(OTHER)), ("某", 6, 5))
    assert verify_owner([impression(OTHER, faint)], NAME)[0] != "match"


@pytest.mark.parametrize(
    "read", ["北京宏达科枝有限公司", "北京宏达科技有限公", "北京洪达科技有限公司"]
)
def test_a_name_that_differs_in_one_character_is_left_to_a_person(read):
    assert verify_owner([seal(read)], NAME)[0] == "unsure"


@pytest.mark.parametrize(
    "read", ["宏达科技", "有限公司", "北京宏", "北京宏达科技有限公司天津分公司"]
)
def test_short_forms_pieces_and_branches_are_unsure(read):
    assert verify_owner([seal(read)], NAME)[0] == "unsure"


@pytest.mark.parametrize("covered", [range(2, 4), range(2, 6), range(1, 3), range(6, 9)])
def test_characters_that_another_seal_lies_over_are_no_other_characters(covered):
    read = "".join(char for place, char in enumerate(NAME) if place not in covered)
    assert verify_owner([impression(read)], NAME)[0] == "unsure"


def test_a_sister_company_that_differs_in_one_word_is_never_a_match():
    assert verify_owner([seal("北京宏达商贸有限公司")], NAME)[0] != "match"
    assert verify_owner([seal("上海宏达科技有限公司")], NAME)[0] != "match"


def test_impressions_are_pooled_and_one_good_reading_is_enough():
    seals = [seal("北达科有限", score=0.5), seal(None, score=0.0), impression(NAME)]
    assert verify_owner(seals, NAME)[0] == "match"


def test_what_is_covered_on_one_impression_may_be_seen_on_the_next():
    one = impression(NAME, {2: ("洪", 4, 6)})
    other = impression(NAME, {7: ("很", 3, 9)})
    assert verify_owner([one], NAME)[0] == verify_owner([other], NAME)[0] == "unsure"
    assert verify_owner([one, other], NAME)[0] == "match"


def test_several_impressions_in_which_a_character_is_never_seen_stay_unsure():
    covered = impression(NAME, {2: ("洪", 4, 6)})
    assert verify_owner([covered] * 5, NAME)[0] == "unsure"


def test_another_companys_impressions_do_not_add_up_to_a_match():
    others = [impression(OTHER, {place: ("某", 3, 9)}) for place in range(6)]
    assert verify_owner(others, NAME)[0] == "mismatch"


@pytest.mark.parametrize("place", range(len(NAME)))
def test_one_character_clearly_another_forbids_a_match_however_clear_the_rest(place):
    sister = NAME[:place] + "某" + NAME[place + 1 :]
    assert verify_owner([impression(sister)] * 3, NAME)[0] != "match"


def test_a_character_right_before_the_name_makes_it_another_name():
    assert verify_owner([impression("新" + NAME)], NAME)[0] != "match"


def test_scraps_of_the_foot_far_from_the_name_do_not_matter():
    assert verify_owner([impression("章　　　" + NAME)], NAME)[0] == "match"


def test_a_square_seal_bears_the_purpose_behind_the_name():
    assert verify_owner([impression(NAME + "财务专用章")], NAME)[0] == "match"


def test_brackets_and_width_make_no_difference():
    answer, _ = verify_owner([seal("宏达（北京）科技有限公司")], "宏达(北京)科技有限公司")
    assert answer == "match"


def test_nothing_read_or_nothing_expected_is_unsure():
    assert verify_owner([], NAME) == ("unsure", 0.0)
    assert verify_owner([seal(None)], NAME)[0] == "unsure"
    assert verify_owner([seal(NAME)], "")[0] == "unsure"
