"""
Notices handed over the counter, as PDF/A: the same case gives the same bytes.

Facts are put into words here and handed to a template as data; no text of a paper or of a form is
ever part of a template.
"""

from intake.notices.occasion import NotThisNotice
from intake.notices.render import Office, render_notice

__all__ = ["NotThisNotice", "Office", "render_notice"]
