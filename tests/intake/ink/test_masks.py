import cv2
import numpy as np

from intake.ink.masks import ink_masks, masks_of
from tests.intake.ink.pages import page_image

RED, BLUE, BLACK = (44, 36, 214), (168, 62, 38), (35, 30, 30)


def _drawn(paper=(250, 252, 253)):
    picture = np.full((300, 300, 3), paper, np.uint8)
    cv2.rectangle(picture, (20, 20), (60, 28), RED, -1)
    cv2.rectangle(picture, (20, 60), (60, 68), BLUE, -1)
    cv2.rectangle(picture, (20, 100), (60, 108), BLACK, -1)
    return picture


def test_each_ink_is_in_its_own_mask_only():
    masks = masks_of(_drawn(), 100)
    assert masks.red[24, 40]
    assert not masks.blue[24, 40]
    assert masks.blue[64, 40]
    assert not masks.red[64, 40]
    assert masks.dark[104, 40]
    assert not masks.red[104, 40]
    assert not masks.blue[104, 40]


def test_bare_paper_has_no_ink():
    masks = masks_of(np.full((200, 200, 3), (235, 244, 250), np.uint8), 100)
    assert not (masks.red | masks.blue | masks.dark | masks.rules).any()


def test_a_cast_of_the_light_changes_no_ink():
    cast = _drawn().astype(np.float32) * np.array([0.75, 0.9, 1.0], np.float32)
    masks = masks_of(cast.astype(np.uint8), 100)
    assert masks.red[24, 40]
    assert masks.dark[104, 40]
    assert not masks.red[104, 40]
    assert not masks.red[200:, 200:].any()
    assert not masks.blue[200:, 200:].any()


def test_a_shadow_across_the_page_is_not_dark_ink():
    shade = np.linspace(1.0, 0.5, 300, dtype=np.float32)[None, :, None]
    masks = masks_of((_drawn() * shade).astype(np.uint8), 100)
    assert not masks.dark[200:, :].any()
    assert masks.dark[104, 40]


def test_gold_is_not_red():
    picture = np.full((200, 200, 3), 255, np.uint8)
    cv2.circle(picture, (100, 100), 15, (90, 200, 240), -1)
    assert not masks_of(picture, 100).red.any()


def test_long_lines_are_rules_and_letters_are_not():
    picture = np.full((300, 300, 3), 255, np.uint8)
    cv2.line(picture, (10, 150), (290, 150), BLACK, 1)
    cv2.putText(picture, "AHEL", (100, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.7, BLACK, 1)
    masks = masks_of(picture, 100)
    assert masks.rules[150, 20:280].all()
    assert not masks.rules[:100].any()


def test_masks_are_made_at_the_size_asked_for_and_never_larger_than_the_page():
    page = page_image(np.full((400, 300, 3), 255, np.uint8), dpi=200)
    assert ink_masks(page, 100).red.shape == (200, 150)
    assert ink_masks(page, 400).red.shape == (400, 300)
