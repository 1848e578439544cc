"""Texts of strangers are made fit to be printed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.notices.plain import LONGEST, plain


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("张伟", "张伟"),
        ("张\u202e伟\u200b\u2066", "张伟"),
        ("张\n伟\t三", "张 伟 三"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("𠮷野", "𠮷野"),
        ("张\U0003134f", "张〔U+3134F〕"),
        ("\ue000", "〔U+E000〕"),
        ("😀", "〔U+1F600〕"),
        ("#eval(1) *b* $x$ <script>", "#eval(1) *b* $x$ <script>"),
        (None, ""),
    ],
)
def test_only_what_can_be_seen_is_printed(text, printed):
    assert plain(text) == printed


def test_a_text_out_of_all_measure_is_cut():
    assert len(plain("长" * 10_000)) == LONGEST


@given(st.text(max_size=40))
def test_nothing_that_turns_or_hides_writing_is_left(text):
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in plain(text))
