"""A delivered page stood upright: sheet, quarter turn, skew, resolution, light, quality."""

from intake.page.blank import is_blank
from intake.page.upright import stand_upright

__all__ = ["is_blank", "stand_upright"]
