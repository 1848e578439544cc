"""Where a statement rests: which page, which place, which reader, how sure."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from models.quantities import Score
from models.record import Record

Fraction = Annotated[float, Field(ge=0, le=1)]
BoxFrac = tuple[Fraction, Fraction, Fraction, Fraction]
"""[x0, y0, x1, y1] as fractions of the delivered page (what a viewer shows)."""


class Box(Record):
    """A rectangle in pixels of the upright page; the origin is its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.right < self.left or self.bottom < self.top:
            raise ValueError(
                f"box turned inside out: {self.left, self.top, self.right, self.bottom}"
            )
        return self

    @property
    def width(self) -> float:
        """Return the width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the height in pixels."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Return the area in square pixels."""
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        """Return the middle as (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlap(self, other: "Box") -> float:
        """Return the common area in square pixels; 0 where there is none."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0.0) * max(height, 0.0)

    def union(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        return Box(
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
        )

    def grown(self, margin: float) -> "Box":
        """Return the box with `margin` pixels added on each side."""
        return Box(
            left=self.left - margin,
            top=self.top - margin,
            right=self.right + margin,
            bottom=self.bottom + margin,
        )


class Evidence(Record):
    """The place on a delivered page that a statement rests on."""

    file: str
    page: int = Field(ge=1)
    """Counts from 1 inside its file."""
    bbox_frac: BoxFrac
    score: Score = 1.0
    reader: str = ""
    """The step that made the statement, e.g. `ppocr/1`."""
    text: str = ""
    """What was read there, verbatim."""


class Reading(Record):
    """One reader's view of a value; a value keeps every reading that was made."""

    value: str | None
    reader: str
    score: Score
    evidence: Evidence | None = None


class FieldValue(Record):
    """A value with its evidence; an unreadable one is null and says where it was sought."""

    value: str | None = None
    score: Score = 0.0
    evidence: Evidence | None = None
    readings: tuple[Reading, ...] = ()
    note: str = ""
    """Why a value is missing or doubted, e.g. `covered by seal`."""
