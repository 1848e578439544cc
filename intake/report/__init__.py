"""The report of a case: one HTML file with verdict, ledger, statement and evidence."""

from intake.report.crops import PagePictures, PictureOrder, draw_pictures, wanted_crops
from intake.report.render import render_report

__all__ = ["PagePictures", "PictureOrder", "draw_pictures", "render_report", "wanted_crops"]
