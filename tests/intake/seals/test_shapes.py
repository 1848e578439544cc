import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.seals.rings import ALL_FAMILIES, RingLimits, edges_of, fit_ring
from intake.seals.squares import fit_square
from models.evidence import Box


def _about(x, y, across, up=None):
    """A box as the network gives it: about where the shape is, cut at the canvas's edge."""
    up = across if up is None else up
    return Box(
        left=max(0, x - across + 3),
        top=max(0, y - up - 2),
        right=min(320, x + across + 4),
        bottom=min(320, y + up + 1),
    )


def _fitted(canvas, radius, place):
    limits = RingLimits(0.8 * radius, 1.25 * radius, margin=radius, coverage=0.35)
    return fit_ring(edges_of(canvas, 12), limits, ALL_FAMILIES, place)


def _canvas():
    return np.zeros((320, 320), np.uint8)


@settings(max_examples=25, deadline=None)
@given(st.integers(110, 210), st.integers(110, 210), st.integers(40, 95))
def test_a_circle_is_fitted_where_it_is(x, y, radius):
    canvas = _canvas()
    cv2.circle(canvas, (x, y), radius, 200, 4, cv2.LINE_AA)
    ring = _fitted(canvas, radius, _about(x, y, radius))
    assert np.hypot(ring.x - x, ring.y - y) < 2.5
    assert abs(ring.radius - radius) < 4
    assert ring.coverage > 0.9


@settings(max_examples=15, deadline=None)
@given(st.integers(60, 90), st.integers(-35, 35))
def test_a_turned_ellipse_is_fitted_with_its_tilt(a, degrees):
    canvas = _canvas()
    b = round(a * 0.75)
    cv2.ellipse(canvas, (160, 160), (a, b), degrees, 0, 360, 200, 4, cv2.LINE_AA)
    turn = np.deg2rad(degrees)
    place = _about(
        160,
        160,
        np.hypot(a * np.cos(turn), b * np.sin(turn)),
        np.hypot(a * np.sin(turn), b * np.cos(turn)),
    )
    best = _fitted(canvas, np.sqrt(a * b), place)
    assert abs(best.b / best.a - 0.75) < 0.06
    assert abs(np.rad2deg(best.angle) - degrees) < 8


def test_of_two_circles_through_each_other_each_is_fitted_at_its_place():
    canvas = _canvas()
    cv2.circle(canvas, (120, 160), 70, 200, 4, cv2.LINE_AA)
    cv2.circle(canvas, (190, 170), 66, 200, 4, cv2.LINE_AA)
    for x, y, radius in ((120, 160, 70), (190, 170, 66)):
        ring = _fitted(canvas, radius, _about(x, y, radius))
        assert np.hypot(ring.x - x, ring.y - y) < 3
        assert abs(ring.radius - radius) < 4


def test_half_a_circle_at_the_edge_covers_what_is_visible():
    canvas = _canvas()
    cv2.circle(canvas, (320, 160), 70, 200, 4, cv2.LINE_AA)
    best = _fitted(canvas, 70, _about(320, 160, 70))
    assert abs(best.x - 320) < 4
    assert 0.4 < best.visible < 0.6
    assert best.coverage > 0.85


def test_where_no_ring_is_none_is_fitted():
    canvas = _canvas()
    for y in range(20, 300, 40):
        cv2.line(canvas, (10, y), (310, y), 200, 2)
    assert _fitted(canvas, 70, _about(160, 160, 70)) is None


@settings(max_examples=15, deadline=None)
@given(st.integers(20, 45), st.integers(-40, 40))
def test_a_turned_square_is_fitted(half, degrees):
    canvas = _canvas()
    corners = cv2.boxPoints(((160, 160), (2 * half, 2 * half), degrees)).astype(np.int32)
    cv2.polylines(canvas, [corners], True, 200, 3, cv2.LINE_AA)
    turn = np.deg2rad(abs(degrees))
    reach = half * (np.cos(turn) + np.sin(turn))
    square = fit_square(edges_of(canvas, 12), reach, _about(160, 160, reach))
    assert np.hypot(square.x - 160, square.y - 160) < 6
    assert abs(square.half - half) < 0.15 * half + 2


def test_an_oblong_is_no_square():
    canvas = _canvas()
    cv2.rectangle(canvas, (60, 130), (260, 170), 200, 3)
    assert fit_square(edges_of(canvas, 12), 60, _about(160, 150, 100, 20)) is None
