import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.seals.rings import RingLimits, edges_of, find_rings
from intake.seals.squares import find_squares

LIMITS = RingLimits(smallest=30, largest=110, margin=30, coverage=0.5)
HALVES = np.geomspace(14.0, 60.0, 16)


def _canvas():
    return np.zeros((320, 320), np.uint8)


@settings(max_examples=25, deadline=None)
@given(st.integers(110, 210), st.integers(110, 210), st.integers(40, 95))
def test_a_circle_is_found_where_it_is(x, y, radius):
    canvas = _canvas()
    cv2.circle(canvas, (x, y), radius, 200, 4, cv2.LINE_AA)
    rings = find_rings(edges_of(canvas, 12), LIMITS)
    assert rings
    best = rings[0]
    assert np.hypot(best.x - x, best.y - y) < 2.5
    assert abs(best.radius - radius) < 4
    assert best.coverage > 0.9


@settings(max_examples=15, deadline=None)
@given(st.integers(60, 90), st.integers(-35, 35))
def test_a_turned_ellipse_is_found_with_its_tilt(a, degrees):
    canvas = _canvas()
    cv2.ellipse(canvas, (160, 160), (a, round(a * 0.75)), degrees, 0, 360, 200, 4, cv2.LINE_AA)
    best = find_rings(edges_of(canvas, 12), LIMITS)[0]
    assert abs(best.b / best.a - 0.75) < 0.06
    assert abs(np.rad2deg(best.angle) - degrees) < 8


def test_two_circles_through_each_other_are_two():
    canvas = _canvas()
    cv2.circle(canvas, (120, 160), 70, 200, 4, cv2.LINE_AA)
    cv2.circle(canvas, (190, 170), 66, 200, 4, cv2.LINE_AA)
    assert len(find_rings(edges_of(canvas, 12), LIMITS)) == 2


def test_half_a_circle_at_the_edge_covers_what_is_visible():
    canvas = _canvas()
    cv2.circle(canvas, (320, 160), 70, 200, 4, cv2.LINE_AA)
    best = find_rings(edges_of(canvas, 12), LIMITS)[0]
    assert abs(best.x - 320) < 4
    assert 0.4 < best.visible < 0.6
    assert best.coverage > 0.85


def test_straight_lines_and_letters_are_no_rings():
    canvas = _canvas()
    for y in range(20, 300, 40):
        cv2.line(canvas, (10, y), (310, y), 200, 2)
        cv2.putText(canvas, "WAGE 8500", (20, y + 30), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 200, 2)
    assert all(ring.coverage < 0.66 for ring in find_rings(edges_of(canvas, 12), LIMITS))


@settings(max_examples=15, deadline=None)
@given(st.integers(20, 45), st.integers(-40, 40))
def test_a_turned_square_is_found(half, degrees):
    canvas = _canvas()
    corners = cv2.boxPoints(((160, 160), (2 * half, 2 * half), degrees)).astype(np.int32)
    cv2.polylines(canvas, [corners], True, 200, 3, cv2.LINE_AA)
    squares = find_squares(edges_of(canvas, 12), HALVES)
    assert squares
    assert np.hypot(squares[0].x - 160, squares[0].y - 160) < 6
    assert abs(squares[0].half - half) < 0.15 * half + 2


def test_an_oblong_is_no_square():
    canvas = _canvas()
    cv2.rectangle(canvas, (60, 130), (260, 170), 200, 3)
    assert find_squares(edges_of(canvas, 12), HALVES) == ()
