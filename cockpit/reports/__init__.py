"""View model -> file: Excel, CSV, Parquet, the standard templates and the data dictionary; reports in `printed`."""

from cockpit.reports.datafile import danish_csv, parquet
from cockpit.reports.guard import guarded
from cockpit.reports.set_aside import set_aside_table, set_aside_workbook
from cockpit.reports.template import template
from cockpit.reports.workbook import workbook

__all__ = [
    "danish_csv",
    "guarded",
    "parquet",
    "set_aside_table",
    "set_aside_workbook",
    "template",
    "workbook",
]
