import pytest

from samples import fonts
from samples.hand import can_write
from samples.sets import SETS
from samples.studio import Studio, wordbook

TUNING, REPORTING = wordbook("tuning"), wordbook("reporting")


@pytest.mark.parametrize(
    "field",
    ["surnames", "given", "brands", "trades", "departments", "positions", "streets"],
)
def test_the_sets_share_no_words(field):
    assert not set(getattr(TUNING, field)) & set(getattr(REPORTING, field))


@pytest.mark.parametrize("field", ["gross", "net", "deductions", "signature", "titles"])
def test_the_sets_share_no_headings(field):
    assert not set(getattr(TUNING.words, field)) & set(getattr(REPORTING.words, field))


def test_the_sets_share_no_font_file():
    def paths(book):
        f = book.fonts
        faces = {*f.song, *f.hei, *f.kai, f.seal, *f.pdf}
        return {fonts.FACES[face].path for face in faces}

    assert not paths(TUNING) & paths(REPORTING)


def test_the_sets_share_no_layout():
    first, second = SETS["tuning"], SETS["reporting"]
    assert not set(first.vouchers) & set(second.vouchers)
    assert not {look.name for look in first.contracts} & {look.name for look in second.contracts}
    names = [{look.name for look in s.applications} for s in (first, second)]
    assert not names[0] & names[1]


def test_the_sets_share_no_contract_text():
    bodies = [{look.body for look in SETS[name].contracts} for name in ("tuning", "reporting")]
    assert not bodies[0] & bodies[1]


@pytest.mark.parametrize("book", [TUNING, REPORTING])
def test_every_name_can_be_written_by_hand(book):
    assert can_write(book.surnames + book.given)


@pytest.mark.parametrize("book", [TUNING, REPORTING])
def test_fonts_for_digital_papers_can_be_embedded(book):
    assert set(book.fonts.pdf) <= fonts.PDF_FACES


def test_names_within_a_case_are_not_repeated():
    studio = Studio.open("tuning", 1)
    names = [studio.person().name for _ in range(200)]
    assert len(set(names)) == 200


@pytest.mark.parametrize("book", [TUNING, REPORTING])
def test_every_face_has_the_characters_that_are_printed(book):
    wanted = (
        book.model_dump_json() + "〇一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟万元角分零整□■￥"
    )
    printed = {char for char in wanted if ord(char) > 127}
    for face in {*book.fonts.song, *book.fonts.hei, *book.fonts.kai, *book.fonts.pdf}:
        nothing = fonts.font(face, 40).getmask("\U0010fffd")
        blank = (nothing.size, bytes(nothing))
        lacking = {
            char
            for char in fonts.spelled("".join(printed), face)
            if (mask := fonts.font(face, 40).getmask(char)).getbbox() is None
            or (mask.size, bytes(mask)) == blank
        }
        assert not lacking, face
