import cv2
import pytest

from intake.ocr.detect import Line
from intake.ocr.whole import whole
from tests.intake.ocr.paper import blank, write

TITLE = "2024年5月份工资表"


def printed(size=56):
    """Return a large title and where it stands."""
    return write(blank(), TITLE, (100, 150), size=size)


def found(box, share, *, slope=0.0):
    """Return a line over a part of a text's height."""
    left, top, right, bottom = box
    middle, height = (top + bottom) / 2, (bottom - top) * share
    return Line((left + right) / 2, middle, right - left + 10, height, slope, 0.9)


@pytest.mark.parametrize("share", [0.55, 0.7, 0.85])
def test_a_title_of_which_the_middle_was_found_gets_its_heads_and_feet(share):
    pixels, box = printed()
    (line,) = whole(pixels, [found(box, share)])
    assert line.y - line.height / 2 <= box[1] + 1
    assert line.y + line.height / 2 >= box[3] - 1
    assert line.height < 1.35 * (box[3] - box[1])


def test_a_line_that_holds_its_characters_stays():
    pixels, box = printed()
    line = found(box, 1.3)
    assert whole(pixels, [line]) == (line,)


def test_table_rules_are_no_feet():
    pixels, box = printed(32)
    line = found(box, 1.3)
    low, high = round(line.y + line.height / 2), round(line.y - line.height / 2)
    cv2.line(pixels, (0, low), (999, low), (0, 0, 0), 2)
    cv2.line(pixels, (box[0] - 4, 0), (box[0] - 4, 399), (0, 0, 0), 2)
    cv2.line(pixels, (0, high), (999, high), (0, 0, 0), 2)
    assert whole(pixels, [line]) == (line,)


def test_a_picture_that_goes_on_and_on_is_no_character():
    pixels = blank()
    cv2.circle(pixels, (400, 200), 180, (20, 20, 20), 40)
    line = Line(400, 200, 500, 60, 0.0, 0.9)
    assert whole(pixels, [line]) == (line,)


def test_a_line_without_paper_around_its_characters_gets_some():
    pixels, box = printed(36)
    tight = found(box, 1.02)
    (line,) = whole(pixels, [tight])
    assert line.height > 1.1 * tight.height
    assert line.y == pytest.approx(tight.y, abs=2)


def test_paper_is_not_taken_from_a_rule_below():
    pixels, box = printed(36)
    tight = found(box, 1.02)
    low = round(tight.y + tight.height / 2) + 2
    cv2.line(pixels, (0, low), (999, low), (0, 0, 0), 2)
    (line,) = whole(pixels, [tight])
    assert line.y + line.height / 2 <= low
