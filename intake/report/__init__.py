"""The report of a case: one HTML file with verdict, ledger, statement and evidence."""

from intake.report.render import render_report

__all__ = ["render_report"]
