"""View model -> file: Excel, CSV, Parquet, the standard templates and the data dictionary."""

from cockpit.reports.book_report import book_report
from cockpit.reports.datafile import danish_csv, parquet
from cockpit.reports.guard import guarded
from cockpit.reports.pdf import pdf
from cockpit.reports.set_aside import set_aside_table, set_aside_workbook
from cockpit.reports.template import template
from cockpit.reports.word import word
from cockpit.reports.workbook import workbook

__all__ = [
    "book_report",
    "danish_csv",
    "guarded",
    "parquet",
    "pdf",
    "set_aside_table",
    "set_aside_workbook",
    "template",
    "word",
    "workbook",
]
