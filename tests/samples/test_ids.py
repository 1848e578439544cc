from random import Random

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from samples import ids


@given(st.integers(0, 10**9))
def test_every_drawn_citizen_id_is_valid(seed):
    assert ric.is_valid(ids.citizen_id(Random(seed), "110105"))


@given(st.integers(0, 10**9))
def test_every_drawn_credit_code_is_valid(seed):
    assert uscc.is_valid(ids.credit_code(Random(seed), "330106"))


def test_known_numbers_have_the_check_characters_of_the_standards():
    assert ids.id_check("11010519491231002") == "X"
    assert ids.org_check("M000100Y") == "4"
    assert ids.uscc_check("91350100M000100Y4") == "3"
