"""An xlsxwriter workbook in memory that never turns text into formulas, numbers or links, and its formats."""

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "dd-mm-yyyy",
}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31


@dataclass
class Book:
    """A workbook under construction: sheets with lawful, unique names, and formats made once."""

    title: str
    made_on: dt.date
    stamp: str = ""
    buffer: io.BytesIO = field(default_factory=io.BytesIO)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.workbook: Any = xlsxwriter.Workbook(self.buffer, _OPTIONS)
        created = dt.datetime.combine(self.made_on, dt.time(), dt.UTC)
        self.workbook.set_properties({"title": self.title, "comments": self.stamp, "created": created})
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def format(self, **properties: object) -> Any:
        """The format with these properties; the same object every time."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def sheet(self, title: str) -> Any:
        """A new sheet named as near to the title as Excel allows."""
        clean = " ".join(title.translate(_FORBIDDEN).split()).strip("'")[:_LONGEST_NAME] or "Ark"
        name, number = clean, 2
        while name.casefold() in self.names:
            tail = f" {number}"
            name, number = clean[: _LONGEST_NAME - len(tail)] + tail, number + 1
        self.names.add(name.casefold())
        return self.workbook.add_worksheet(name)

    def close(self) -> bytes:
        """The finished file."""
        self.workbook.close()
        return self.buffer.getvalue()
