"""Reading a workbook as Excel shows it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from cockpit.contracts import danish


def as_excel_shows(cell: Any) -> str:
    """What Excel would print of a cell, by its number format, in a Danish Excel."""
    value, pattern = cell.value, cell.number_format.split(";")[0]
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        assert pattern == "dd-mm-yyyy"
        return value.strftime("%d-%m-%Y")
    thousands = len(pattern) - len(pattern.rstrip(","))
    decimals = pattern.count("0", pattern.find(".")) if "." in pattern else 0
    scaled = Decimal(str(value)) / Decimal(1000) ** thousands * (100 if "%" in pattern else 1)
    return danish.number(scaled, decimals) + (" %" if "%" in pattern else "")
