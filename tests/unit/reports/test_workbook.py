"""What Excel reads back is the table's own figures, and what it shows is what the screen shows."""

import datetime as dt
import io
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from views.samples import adjustments, areas, budgeted, context, months, movements, total

from cockpit import reports
from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.reports.table_sheet import HEADER_ROW
from cockpit.views import Column, Selection, Table, followup, overview
from cockpit.views.table import NO_VALUE
from tests.excel import as_excel_shows

FIRST = HEADER_ROW + 2
"""The first row of figures as Excel counts."""


def screens() -> tuple[Table, ...]:
    year = overview.build(
        context(), total=total(), areas=areas(), paragraphs=areas(), months=months(), movements=movements()
    )
    line = (
        1,
        "area",
        "Voksne",
        2026,
        4,
        12,
        Decimal("500000.00"),
        "Dom",
        "mk",
        dt.date(2026, 4, 8),
        dt.date(2026, 9, 30),
    )
    follow = followup.build(
        context(),
        selection=Selection(),
        preset="led",
        here=budgeted(total()),
        rows=budgeted(areas()),
        adjustments=adjustments(line),
    )
    return (*year.tables, *follow.tables)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def sheets(tables: tuple[Table, ...], **changes: Any) -> list[Worksheet]:
    book = opened(reports.workbook(tables, title="Prøve", context=context(**changes)))
    return list(book.worksheets[1:])


def raw(cell: Any, column: Column) -> object:
    """The cell's value as the frame holds it."""
    if cell.value is None or (column.missing != NO_VALUE and cell.value == column.missing):
        return None
    if column.kind == "date":
        return cell.value.date()
    return cell.value


def same(value: object, expected: object) -> bool:
    if isinstance(expected, Decimal):
        return Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) == expected
    if isinstance(expected, float):
        return value == pytest.approx(expected, rel=1e-14)
    return value == expected


@pytest.mark.parametrize("unit", ["kr", "thousand_kr", "million_kr"])
def test_the_as_excel_reader_of_these_tests_knows_every_money_format(unit: str) -> None:
    frame = pl.DataFrame({"a": [Decimal("1234567.89")]}, schema={"a": MONEY})
    [sheet] = sheets((Table("T", (Column("a", "A", unit),), frame),))
    assert (
        as_excel_shows(sheet.cell(FIRST, 1)) == {"kr": "1.234.568", "thousand_kr": "1.235", "million_kr": "1,2"}[unit]
    )


def test_every_value_of_every_screen_reads_back_exactly() -> None:
    for table, sheet in zip(screens(), sheets(screens()), strict=True):
        for place, column in enumerate(table.columns, start=1):
            for row, expected in enumerate(table.frame[column.name], start=FIRST):
                assert same(raw(sheet.cell(row, place), column), expected), (table.title, column.heading, row)


def test_excel_shows_what_the_screen_shows() -> None:
    for table, sheet in zip(screens(), sheets(screens()), strict=True):
        texts = table.danish()
        for place, column in enumerate(table.columns, start=1):
            for row, expected in enumerate(texts[column.heading], start=FIRST):
                cell = sheet.cell(row, place)
                shown = NO_VALUE if cell.value is None else as_excel_shows(cell)
                assert shown == expected, (table.title, column.heading, row)


def test_negative_amounts_are_numbers_and_print_the_screens_minus() -> None:
    frame = pl.DataFrame({"a": [Decimal("-5.00")]}, schema={"a": MONEY})
    [sheet] = sheets((Table("T", (Column("a", "A", "kr"),), frame),))
    cell = sheet.cell(FIRST, 1)
    assert cell.value == -5
    assert cell.number_format == f'#,##0;"{danish.MINUS}"#,##0'


@pytest.mark.parametrize("text", ["=1+1", "+45 12345678", "-udgår", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_looks_like_a_formula_is_harmless(text: str) -> None:
    [sheet] = sheets((Table("T", (Column("a", "A", "text"),), pl.DataFrame({"a": [text]})),))
    cell = sheet.cell(FIRST, 1)
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r").startswith("'")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12))
def test_no_text_leaves_as_the_beginning_of_a_formula(text: str) -> None:
    safe = reports.guarded(text)
    assert safe == "-" or not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe.endswith(text)


@settings(max_examples=25, deadline=None)
@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False))
def test_any_amount_of_a_municipality_survives_to_the_ore(amount: Decimal) -> None:
    frame = pl.DataFrame({"a": [amount]}, schema={"a": MONEY})
    [sheet] = sheets((Table("T", (Column("a", "A", "kr_exact"),), frame),))
    assert same(sheet.cell(FIRST, 1).value, frame["a"][0])


def test_the_cover_says_what_the_figures_rest_on() -> None:
    book = opened(reports.workbook(screens(), title="Overblik", context=context(demo=True), stamp="stempel-7"))
    facts = {line[0]: line[1] for line in book["Forside"].iter_rows(values_only=True) if line[0]}
    assert facts["Opgjort pr."] == "31. marts 2026"
    assert facts["Talstempel"] == "stempel-7"
    assert facts["Fortegn på afvigelser"] == "Plus er mindreforbrug, minus er merforbrug."
    assert facts["Disponeret"].startswith("Kendte indsatser resten af året")
    assert "Syntetiske demodata" in facts["Bemærk"]


def test_a_sheet_is_ready_to_read_and_print() -> None:
    sheet = sheets(screens())[0]
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:G7"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "snapshot-000001" in sheet.oddFooter.left.text
    assert sheet.cell(FIRST + 3, 1).font.bold
    assert not sheet.cell(FIRST, 1).font.bold
    assert sheet.column_dimensions["A"].width >= len("Ikke fordelt")


def test_a_row_is_as_high_as_the_text_that_is_broken_in_it() -> None:
    said = "Handicap har fået to nye ordninger, og en dom gælder fra marts."
    frame = pl.DataFrame({"label": ["Voksne", "Handicap"], "text": ["Kort", said]})
    columns = (Column("label", "Område", "text"), Column("text", "Forklaring", "text"))
    sheet = sheets((Table("Prøve", columns, frame),))[0]
    assert len(said) == 63  # two lines in the widest column, of 48 characters
    assert [sheet.row_dimensions[row].height for row in (FIRST, FIRST + 1)] == [None, 30]
    assert [sheet.cell(FIRST, place).alignment.indent for place in (1, 2)] == [0, 1]


def test_sheets_have_lawful_and_different_names() -> None:
    frame = pl.DataFrame({"a": ["x"]})
    tables = tuple(
        Table("Meget lang titel [med]: tegn/der ikke må?", (Column("a", "A", "text"),), frame) for _ in range(3)
    )
    names = [sheet.title for sheet in sheets(tables)]
    assert len({name.casefold() for name in names}) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_the_same_figures_give_the_same_file() -> None:
    assert reports.workbook(screens(), title="A", context=context()) == reports.workbook(
        screens(), title="A", context=context()
    )


def test_columns_that_are_not_shown_are_not_in_the_file() -> None:
    frame = pl.DataFrame({"key": ["borger-b1"], "label": ["Indsats"]})
    book = opened(reports.workbook([Table("T", (Column("label", "L", "text"),), frame)], title="A", context=context()))
    cells = [cell for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line]
    assert "Indsats" in cells
    assert "borger-b1" not in cells
