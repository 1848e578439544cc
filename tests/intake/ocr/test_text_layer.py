from dataclasses import replace

import cv2
import numpy as np
import pytest

from intake.ocr.text_layer import agree
from models.evidence import Box
from models.page import Channel, Word
from tests.intake.ocr.paper import blank, layer_word, page, write
from tests.intake.ocr.pdf import HONEST, drawn

TRICKS = {
    "invisible mode": "BT /F1 14 Tf 3 Tr 72 500 Td (8,500.00) Tj ET",
    "white on white": "1 1 1 rg BT /F1 14 Tf 72 500 Td (8,500.00) Tj ET",
    "nearly white": "0.97 0.97 0.97 rg BT /F1 14 Tf 72 500 Td (8,500.00) Tj ET",
    "red on red": "1 0 0 rg 60 490 200 30 re f BT /F1 14 Tf 72 500 Td (8,500.00) Tj ET",
    "covered": "BT /F1 14 Tf 72 500 Td (8,500.00) Tj ET 1 1 1 rg 60 490 200 30 re f",
    "covered by another": "BT /F1 14 Tf 72 500 Td (8,500.00) Tj ET 1 1 1 rg 60 490 200 30 re f"
    " 0 0 0 rg BT /F1 14 Tf 72 500 Td (3,400.00) Tj ET",
    "behind a picture": "BT /F1 14 Tf 72 500 Td (8,500.00) Tj ET q 200 0 0 30 60 490 cm /Im Do Q",
    "clipped away": "q 300 300 10 10 re W n BT /F1 14 Tf 72 500 Td (8,500.00) Tj ET Q",
    "in a form object": "/Fm Do",
    "off the page": "BT /F1 14 Tf 72 900 Td (8,500.00) Tj ET",
    "too small to see": "BT /F1 0.8 Tf 72 500 Td (8,500.00) Tj ET",
    "lying about glyphs": "BT /F2 14 Tf 72 500 Td (3,300.00) Tj ET",
}


def alike(texts):
    return [text.replace(" ", "") for text in texts]


@pytest.mark.parametrize("trick", TRICKS)
def test_an_amount_that_nobody_sees_is_hidden_and_not_read(engine, tmp_path, trick):
    image = drawn(f"{HONEST}\n0 0 0 rg 0 Tr\n{TRICKS[trick]}", tmp_path)
    assert any("8" in word.text for word in image.layer), "the layer must hold the bait"
    words, hidden = agree(image, engine.read_page(image))
    assert not any("8," in word.text for word in words)
    (word,) = hidden
    assert "8" in word.text


def test_an_unseen_amount_in_the_place_of_a_seen_one_is_hidden_and_not_read(engine, tmp_path):
    image = drawn(f"{HONEST}\nBT /F1 14 Tf 3 Tr 72 660 Td (8,500.00 8,500.00) Tj ET", tmp_path)
    words, hidden = agree(image, engine.read_page(image))
    assert any("8" in word.text for word in hidden)
    assert "3,500.00" in "".join(alike(word.text for word in words))
    assert not any("8," in word.text for word in words)


def test_a_layer_that_is_switched_off_gives_nothing(engine, tmp_path):
    content = f"{HONEST}\n/OC /OC1 BDC BT /F1 14 Tf 72 500 Td (8,500.00) Tj ET EMC"
    image = drawn(content, tmp_path, hidden_layer=True)
    words, hidden = agree(image, engine.read_page(image))
    assert not any("8," in word.text for word in words)
    assert [word.text for word in hidden] == ["8,500.00"]


def test_an_invisible_layer_that_says_what_is_seen_is_not_hidden(engine, tmp_path):
    image = drawn(f"{HONEST}\n3 Tr\n{HONEST}", tmp_path)
    _, hidden = agree(image, engine.read_page(image))
    assert hidden == ()


@pytest.mark.parametrize(
    ("layer", "is_hidden"),
    [("养老保险", False), ("养老保脸", False), ("18,500.00", True), ("医疗", True)],
)
def test_an_undrawn_word_is_hidden_unless_it_says_what_is_seen(layer, is_hidden):
    printed = "8,500.00" if layer[0].isdigit() else "养老保险"
    pixels, box = write(blank(), printed, (100, 100))
    word = replace(layer_word(layer, box, pixels), drawn=False)
    _, hidden = agree(page(pixels, layer=[word]), [said(printed, box)])
    assert bool(hidden) is is_hidden


def test_print_under_a_clear_picture_is_not_hidden(engine, tmp_path):
    image = drawn(f"{HONEST}\nq 300 0 0 200 60 560 cm /Clear Do Q", tmp_path)
    words, hidden = agree(image, engine.read_page(image))
    assert hidden == ()
    assert "3,500.00" in "".join(alike(word.text for word in words))


def test_an_honest_page_hides_nothing_and_reads_the_same(engine, tmp_path):
    image = drawn(HONEST, tmp_path)
    read = engine.read_page(image)
    words, hidden = agree(image, read)
    assert hidden == ()
    assert alike(word.text for word in words) == alike(word.text for word in read)
    assert all(after.score >= before.score for after, before in zip(words, read, strict=True))


def said(text, box, score=0.95):
    left, top, right, bottom = box
    step = (right - left) / len(text)
    return Word(
        text=text,
        box=Box(left=left, top=top, right=right, bottom=bottom),
        score=score,
        reader="ppocr/6s",
        char_lefts=tuple(left + step * index for index in range(len(text))),
    )


def one_word(printed, layer, read, **options):
    """Agree on a page with one printed word, given what the layer and the reader say of it."""
    pixels, box = write(blank(), printed, (100, 100))
    image = page(pixels, layer=[layer_word(layer, box, pixels)], **options)
    return agree(image, [said(read, box)] if read else [])


def test_the_layer_mends_a_spelling_and_the_reading_is_kept():
    (word,), hidden = one_word("养老保险", "养老保险", "养老保脸")
    assert (word.text, word.seen_as, hidden) == ("养老保险", "养老保脸", ())
    assert word.reader == "ppocr/6s+layer"
    assert len(word.char_lefts) == 4


def test_the_layer_mends_a_point_read_as_a_comma():
    (word,), hidden = one_word("8,500.00", "8,500.00", "8.500.00")
    assert (word.text, hidden) == ("8,500.00", ())


@pytest.mark.parametrize("layer", ["8,600.00", "18,500.00", "8,500.0", "3,500.00"])
def test_the_layer_never_changes_a_digit(layer):
    (word,), _ = one_word("8,500.00", layer, "8,500.00")
    assert word.text == "8,500.00"
    assert word.seen_as == ""


def test_a_digit_more_in_the_layer_leaves_the_amount_to_a_person():
    (word,), _ = one_word("8,500.00", "18,500.00", "8,500.00")
    assert word.score <= 0.5


def test_a_name_that_differs_in_one_character_is_left_to_a_person():
    (word,), hidden = one_word("张喆", "张喆", "张吉")
    assert (word.text, hidden) == ("张吉", ())
    assert word.score <= 0.5


def test_a_sign_of_a_symbol_font_replaces_nothing():
    (word,), hidden = one_word("·应发工资", "\uf06c应发工资", "·应发工资")
    assert (word.text, hidden) == ("·应发工资", ())


def test_words_that_the_layer_runs_together_stay_apart():
    (word,), _ = one_word("Labour Contract No", "LabourContractNo.", "Labour Contract No")
    assert word.text == "Labour Contract No"


def test_agreement_takes_doubt_away():
    pixels, box = write(blank(), "8,500.00", (100, 100))
    image = page(pixels, layer=[layer_word("8,500.00", box, pixels)])
    (word,), _ = agree(image, [said("8,500.00", box, score=0.6)])
    assert word.score == pytest.approx(0.96)


def test_a_reader_that_is_unsure_contradicts_nobody():
    pixels, box = write(blank(), "8,500.00", (100, 100))
    other, away = write(pixels, "5", (500, 100))
    layer = [layer_word("8,500.00", box, pixels), layer_word("55", away, pixels)]
    words = [said("3,500.00", box, score=0.3), said("55", away)]
    read, hidden = agree(page(other, layer=layer), words)
    assert hidden == ()
    assert read[0].text == "3,500.00"


def test_print_that_is_made_bold_by_printing_twice_is_no_lie():
    for layer in ("应应发发工工资资合计", "应应发发工工资资合合计计"):
        (word,), hidden = one_word("应发工资合计", layer, "应发工资合计")
        assert (word.text, hidden) == ("应发工资合计", ())


def test_a_word_that_the_reader_missed_is_neither_used_nor_hidden():
    words, hidden = one_word("应发工资", "应发工资", None)
    assert (words, hidden) == ((), ())


def test_a_rule_is_not_the_ink_of_a_hidden_word():
    pixels = blank()
    pixels[118:121] = 0
    image = page(pixels, layer=[layer_word("8,500.00", (100, 118, 240, 150), pixels)])
    assert [word.text for word in agree(image, ())[1]] == ["8,500.00"]


def test_a_layer_in_a_broken_encoding_is_no_lie():
    pixels, layer, words = blank(), [], []
    for row, (text, garbage) in enumerate(
        (("应发工资", "Ê§°Ø"), ("实发工资", "µÂÊý"), ("姓名", "ÐÕ"))
    ):
        pixels, box = write(pixels, text, (100, 60 + 80 * row))
        layer.append(layer_word(garbage, box, pixels))
        words.append(said(text, box))
    read, hidden = agree(page(pixels, layer=layer), words)
    assert [word.text for word in read] == ["应发工资", "实发工资", "姓名"]
    assert hidden == ()


def searchable_scan(*, hidden=False):
    """A scan with the layer of another program: a little off, and misread here and there."""
    pixels, layer, words = blank(1000, 500, (235, 238, 236)), [], []
    rng = np.random.default_rng(5)
    for row, text in enumerate(("应发工资 8,500.00", "实发工资 7,250.40", "社会保险个人部分")):
        pixels, box = write(pixels, text, (100, 60 + 100 * row))
        shifted = [value + float(rng.uniform(-6, 6)) for value in box]
        misread = text.replace("8,5", "3,6").replace("险", "隘")
        layer.append(layer_word(misread, shifted, pixels))
        words.append(said(text, box))
    if hidden:
        layer.append(layer_word("9,999.00", (600, 400, 740, 432), pixels))
    noisy = np.clip(pixels + rng.normal(0, 6, pixels.shape), 0, 255).astype(np.uint8)
    return page(noisy, layer=layer, channel=Channel.SCAN), words


def test_a_searchable_scan_is_not_flagged_and_its_layer_corrects_nothing():
    image, words = searchable_scan()
    assert agree(image, words) == (tuple(words), ())


def test_text_over_bare_paper_of_a_scan_is_hidden():
    image, words = searchable_scan(hidden=True)
    read, hidden = agree(image, words)
    assert list(read) == words
    assert [word.text for word in hidden] == ["9,999.00"]


def test_without_a_layer_nothing_changes(engine):
    pixels, _ = write(blank(), "应发工资", (100, 100))
    words = engine.read_page(page(pixels))
    assert agree(page(pixels), words) == (words, ())


def test_a_page_that_was_turned_is_compared_where_its_words_came_to_stand():
    pixels, box = write(blank(400, 400), "8,500.00", (60, 100))
    upside_down = cv2.rotate(pixels, cv2.ROTATE_180)
    turned = [400 - box[2], 400 - box[3], 400 - box[0], 400 - box[1]]
    image = page(pixels, layer=[layer_word("8,500.00", turned, upside_down)])
    way = (-1 / 400, 0, 1, 0, -1 / 400, 1, 0, 0, 1)
    frame = image.frame.model_copy(update={"to_delivered": way})
    (word,), hidden = agree(replace(image, frame=frame), [said("8.500.00", box)])
    assert (word.text, hidden) == ("8,500.00", ())


def two_words(one, other, read, gap=14):
    """Agree on a line that prints two words, the layer knowing both; `read` are (text, left)."""
    pixels, first = write(blank(), one, (100, 100))
    pixels, second = write(pixels, other, (first[2] + gap, 100))
    layer = [layer_word(one, first, pixels), layer_word(other, second, pixels)]
    whole = (first[0], min(first[1], second[1]), second[2], max(first[3], second[3]))
    borders = [whole[0], *(x for _, x in read[1:]), whole[2]]
    words = [
        said(text, (left, whole[1], right, whole[3]))
        for (text, _), left, right in zip(read, borders, borders[1:], strict=False)
    ]
    words, hidden = agree(page(pixels, layer=layer), words)
    assert hidden == ()
    return words, first, second


@pytest.mark.parametrize(
    ("one", "other"), [("扣款合计", "实发合计"), ("640.00", "7,082.99"), ("3039.47", "10851.96")]
)
def test_columns_that_the_reader_ran_together_part_where_the_layer_parts_them(one, other):
    words, _, second = two_words(one, other, [(one + other, 0)])
    assert [word.text for word in words] == [one, other]
    assert words[0].box.right <= words[1].box.left
    assert words[1].box.left == pytest.approx(second[0], abs=2)
    assert all(len(word.char_lefts) == len(word.text) for word in words)


def test_a_figure_that_the_reader_gave_to_the_next_amount_leaves_both_to_a_person():
    words, *_ = two_words("3,143.81", "10,052.52", [("3,143.8", 0), ("110,052.52", 210)])
    assert max(word.score for word in words) <= 0.5


def test_a_spaced_out_heading_stays_one_word():
    words, *_ = two_words("姓", "名", [("姓名", 0)])
    assert [word.text for word in words] == ["姓名"]
