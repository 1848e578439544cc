"""
Homographies between pictures, and the one way pixels are warped.

Coordinates are continuous: a picture of w x h pixels spans 0..w and 0..h, the first pixel's centre
is (0.5, 0.5). Matrices are 3x3 and map points of the new picture to points of the old one.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page.shrink import halved
from intake.page_image import Pixels

Matrix = NDArray[np.float64]
Points = NDArray[np.float64]
"""(n, 2): x and y."""

WHITE = (255, 255, 255)
SHRINK_FROM = 1.3
"""Old pixels per new one above which the picture is averaged down before it is sampled."""
EXACT = 1e-6
"""Pixels within which a warp is a mere turn."""


def identity() -> Matrix:
    """Return the way that changes nothing."""
    return np.eye(3)


def scaling(across: float, down: float) -> Matrix:
    """Return the way to a picture that is so many times larger."""
    return np.diag([across, down, 1.0])


def shift(right: float, down: float) -> Matrix:
    """Return the way to points that lie so much further to the right and down."""
    return np.array([[1.0, 0.0, right], [0.0, 1.0, down], [0.0, 0.0, 1.0]])


def turn(size: tuple[int, int], degrees: int) -> tuple[Matrix, tuple[int, int]]:
    """
    Return the way back from a picture of `size` turned clockwise, and the turned size.

    `degrees` is 0, 90, 180 or 270; sizes are (width, height).
    """
    width, height = size
    way = {
        0: np.eye(3),
        90: np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, height], [0.0, 0.0, 1.0]]),
        180: np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]]),
        270: np.array([[0.0, -1.0, width], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
    }[degrees]
    return way, (size if degrees % 180 == 0 else (height, width))


def rotation(size: tuple[float, float], degrees: float) -> tuple[Matrix, tuple[float, float]]:
    """
    Return the way back from a picture that was set straight, and the new size.

    `degrees` is how far its content was skewed clockwise. The canvas grows: no corner is lost.
    """
    width, height = size
    angle = np.deg2rad(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    grown = (width * cos + height * abs(sin), width * abs(sin) + height * cos)
    about = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    way = shift(width / 2, height / 2) @ about @ shift(-grown[0] / 2, -grown[1] / 2)
    return way, grown


def between(new: Points, old: Points) -> Matrix:
    """Return the homography that takes four new points to four old ones."""
    matrix = cv2.getPerspectiveTransform(new.astype(np.float32), old.astype(np.float32))
    return np.asarray(matrix, np.float64)


def corners(size: tuple[float, float]) -> Points:
    """Return a picture's corners: top left, top right, bottom right, bottom left."""
    width, height = size
    return np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])


def apply(matrix: Matrix, points: Points) -> Points:
    """Map points."""
    lifted = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    mapped: Points = lifted[:, :2] / lifted[:, 2:]
    return mapped


def warp(
    pixels: Pixels,
    matrix: Matrix,
    size: tuple[int, int],
    *,
    border: Sequence[int] = WHITE,
    smooth: bool = True,
) -> Pixels:
    """
    Draw the new picture of `size`, whose points `matrix` takes to the old picture's.

    A mere quarter turn moves pixels and changes none. `smooth` interpolates cubically.
    """
    exact = _quarter_turn(pixels, matrix, size)
    if exact is not None:
        return exact
    shrink = _shrinkage(matrix, size)
    while shrink >= 2 and min(pixels.shape[:2]) > 1:
        pixels, matrix, shrink = halved(pixels), scaling(0.5, 0.5) @ matrix, shrink / 2
    if shrink > SHRINK_FROM:
        height, width = pixels.shape[:2]
        smaller = (max(1, round(width / shrink)), max(1, round(height / shrink)))
        pixels = np.asarray(cv2.resize(pixels, smaller, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = scaling(smaller[0] / width, smaller[1] / height) @ matrix
    centred = shift(-0.5, -0.5) @ matrix @ shift(0.5, 0.5)
    way = cv2.INTER_CUBIC if smooth else cv2.INTER_LINEAR
    warped = cv2.warpPerspective(
        pixels,
        centred,
        size,
        flags=way | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=tuple(border),
    )
    return np.asarray(warped, np.uint8)


def warp_part(pixels: Pixels, matrix: Matrix, size: tuple[int, int]) -> Pixels:
    """Draw a small part of the old picture; the rest of it is not touched."""
    spots = apply(matrix, corners(size))
    room = 2 + _shrinkage(matrix, size)
    left, top = np.floor(np.clip(spots.min(axis=0) - room, 0, None)).astype(int)
    right, bottom = np.ceil(spots.max(axis=0) + room).astype(int)
    part = pixels[top:bottom, left:right]
    if part.size == 0:
        return np.full((size[1], size[0], *pixels.shape[2:]), 255, np.uint8)
    return warp(part, shift(-left, -top) @ matrix, size, smooth=False)


def _quarter_turn(pixels: Pixels, matrix: Matrix, size: tuple[int, int]) -> Pixels | None:
    """Return the turned picture if that is all the matrix does."""
    old_size = (pixels.shape[1], pixels.shape[0])
    for degrees in (0, 90, 180, 270):
        way, turned_size = turn(old_size, degrees)
        if (
            turned_size == size
            and np.abs(apply(matrix, corners(size)) - apply(way, corners(size))).max() < EXACT
        ):
            return np.ascontiguousarray(np.rot90(pixels, -degrees // 90))
    return None


def _shrinkage(matrix: Matrix, size: tuple[int, int]) -> float:
    """Return how many old pixels fall on a new one's side, where they are densest."""
    width, height = size
    spots = np.array([[width / 2, height / 2], *(corners(size) * 0.8 + 0.1 * np.array(size))])
    right, down = (
        apply(matrix, spots + half) - apply(matrix, spots - half)
        for half in (np.array([0.5, 0.0]), np.array([0.0, 0.5]))
    )
    areas = np.abs(right[:, 0] * down[:, 1] - right[:, 1] * down[:, 0])
    return float(np.sqrt(np.median(areas)))
