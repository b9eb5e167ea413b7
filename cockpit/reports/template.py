"""A dataset's standard template: the contract's headings ready to be filled in, and a page that explains them."""

import datetime as dt
from typing import Any

from cockpit.contracts.dataset import Dataset, DatasetField, FieldType
from cockpit.reports.book import Book

GUIDE = "Vejledning"
_ROWS = 10_000
"""Rows that get formats and lists: enough to fill in by hand."""
_LONGEST_LIST = 255
_SHEET = {"grants": "Bevillinger"}
"""The sheet's name where it is not the dataset's title."""
_EPOCH = dt.date(2026, 1, 1)

TYPE_WORDS: dict[FieldType, str] = {
    FieldType.TEXT: "tekst",
    FieldType.CPR: "CPR-nummer (tekst)",
    FieldType.DATE: "dato (dd-mm-åååå)",
    FieldType.PERIOD: "periode (åååå-mm)",
    FieldType.MONEY: "beløb i kr.",
    FieldType.NUMBER: "tal",
    FieldType.INTEGER: "helt tal",
    FieldType.BOOLEAN: "ja/nej",
    FieldType.CODE: "kode fra liste",
    FieldType.PARAGRAPH: "paragraf (tekst)",
    FieldType.ACCOUNT: "konto (tekst)",
}
_FORMAT: dict[FieldType, str] = {
    FieldType.DATE: "dd-mm-yyyy",
    FieldType.MONEY: "#,##0.00",
    FieldType.NUMBER: "#,##0.####",
    FieldType.INTEGER: "0",
}
_GUIDE_HEADINGS = ("Overskrift", "Skal udfyldes", "Type", "Enhed", "Betydning", "Koder", "Genkendes også som")
_GUIDE_WIDTHS = (26, 14, 22, 22, 60, 40, 40)


def visible(dataset: Dataset) -> tuple[DatasetField, ...]:
    """The fields that a person fills in."""
    return tuple(field for field in dataset.fields if not field.hidden)


def required_words(dataset: Dataset, field: DatasetField) -> str:
    """`ja`, `nej`, or that one of several must be there."""
    if field.required:
        return "ja"
    return "mindst én af dem" if field.name in dataset.one_of else "nej"


def choices(field: DatasetField) -> tuple[str, ...]:
    """The values that may stand in the field, where it is not open."""
    return ("ja", "nej") if field.type is FieldType.BOOLEAN else tuple(field.codes)


def _comment(dataset: Dataset, field: DatasetField) -> str:
    lines = [field.meaning, f"Type: {TYPE_WORDS[field.type]}", f"Skal udfyldes: {required_words(dataset, field)}"]
    unit = [f"Enhed: {field.unit}"] if field.unit else []
    codes = [f"Koder: {', '.join(choices(field))}"] if choices(field) else []
    return "\n".join([*lines, *unit, *codes])


def _list(sheet: Any, place: int, field: DatasetField) -> None:
    allowed = choices(field)
    if not allowed or len(",".join(allowed)) > _LONGEST_LIST:
        return
    rule = {
        "validate": "list",
        "source": list(allowed),
        "error_title": "Ukendt kode",
        "error_message": f"Vælg en af koderne på listen. De står også på arket {GUIDE}.",
    }
    sheet.data_validation(1, place, _ROWS, place, rule)


def _fill_in(book: Book, sheet: Any, dataset: Dataset) -> None:
    for place, field in enumerate(visible(dataset)):
        color = "#DBE7F2" if field.required else "#F3F5F7"
        head = book.format(bold=True, text_wrap=True, valign="top", bottom=1, bg_color=color)
        cells = book.format(num_format=_FORMAT.get(field.type, "@"))
        sheet.set_column(place, place, max(len(field.heading) + 3, 13), cells)
        sheet.write_string(0, place, field.heading, head)
        sheet.write_comment(0, place, _comment(dataset, field), {"x_scale": 2, "y_scale": 1.5})
        _list(sheet, place, field)
    sheet.freeze_panes(1, 0)


def _guide(book: Book, sheet: Any, dataset: Dataset) -> None:
    bold = book.format(bold=True, bottom=1, bg_color="#F3F5F7")
    wrap = book.format(text_wrap=True, valign="top", num_format="@")
    sheet.write_string(0, 0, f"{dataset.title}: {dataset.meaning}", book.format(bold=True))
    sheet.write_string(1, 0, "Udfyld det første ark. Overskrifterne skal stå, som de står; rækkefølgen er fri.")
    for place, (heading, width) in enumerate(zip(_GUIDE_HEADINGS, _GUIDE_WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(3, place, heading, bold)
    for row, field in enumerate(visible(dataset), start=4):
        texts = (
            field.heading,
            required_words(dataset, field),
            TYPE_WORDS[field.type],
            field.unit,
            field.meaning,
            ", ".join(choices(field)),
            ", ".join(field.aliases),
        )
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text, wrap)
    sheet.freeze_panes(4, 1)


def template(dataset: Dataset) -> bytes:
    """The standard template as `.xlsx`: an empty sheet with headings, comments and lists, and the guide."""
    title = _SHEET.get(dataset.name, dataset.title)
    book = Book(f"Standardskabelon: {title}", _EPOCH)
    _fill_in(book, book.sheet(title), dataset)
    _guide(book, book.sheet(GUIDE), dataset)
    return book.close()
