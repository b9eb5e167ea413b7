"""The ledger as a finance system prints it: title rows, a blank column, SAP's periods and trailing minus, a subtotal
per function, the header again far down, and a grand total. At size `large` a plain CSV with the same columns."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl

from cockpit.demo.csv_files import trailing_minus, write_csv
from cockpit.demo.known import known_postings
from cockpit.demo.parameters import Municipality
from cockpit.demo.sheet import Sheet, workbook

HEADINGS = (
    "Bilagsnummer", "Konto", "Kontonavn", "", "Bogføringsdato", "Periode", "Beløb", "Posteringstekst", "CPR-nr.",
    "Leverandør", "Ydelse fra", "Ydelse til",
)  # fmt: skip
AMOUNT_COLUMN = HEADINGS.index("Beløb")
ROWS_BETWEEN_HEADERS = 8000


def _text(postings: pl.DataFrame) -> pl.DataFrame:
    """The columns of `HEADINGS` as text, the blank one as `blank`, with the function they are summed by."""
    dots = "%d.%m.%Y"
    return postings.select(
        voucher="voucher",
        account="account",
        account_name="account_name",
        blank=pl.lit(None, pl.String),
        posting_date=pl.col("posting_date").dt.strftime(dots),
        period=pl.format("0{}.{}", pl.col("period").str.slice(5, 2), pl.col("period").str.slice(0, 4)),
        amount=trailing_minus(pl.col("amount")),
        text="text",
        cpr="cpr",
        provider="provider_name",
        told_from=pl.col("told_from").dt.strftime(dots),
        told_to=pl.col("told_to").dt.strftime(dots),
        function=pl.format(
            "{}.{}.{}",
            pl.col("account").str.slice(0, 1),
            pl.col("account").str.slice(1, 2),
            pl.col("account").str.slice(3, 2),
        ),
        kroner="amount",
    )


def _printed(amount: Decimal) -> str:
    return str(pl.DataFrame({"amount": [amount]}).select(trailing_minus(pl.col("amount"))).item())


def _total(sheet: Sheet, label: str, amount: Decimal) -> None:
    row: list[str | None] = [None] * len(HEADINGS)
    row[0], row[AMOUNT_COLUMN] = label, _printed(amount)
    sheet.cells(row)


def _kroner(rows: pl.DataFrame) -> Decimal:
    return sum(rows["kroner"].to_list(), Decimal(0))


def _body(sheet: Sheet, rows: pl.DataFrame) -> None:
    next_header = sheet.row + ROWS_BETWEEN_HEADERS
    for (function,), group in rows.sort("account", "posting_date", "voucher").group_by("function", maintain_order=True):
        if sheet.row >= next_header:
            sheet.headings(HEADINGS)
            next_header = sheet.row + ROWS_BETWEEN_HEADERS
        sheet.frame(group.drop("function", "kroner"))
        _total(sheet, f"I alt {function}", _kroner(group))


def _titles(municipality: Municipality, year: int, last_period: int, drawn_on: dt.date) -> list[str]:
    periods = f"Periode: 000.{year} - {last_period:03d}.{year}"
    drawn = f"Udtrukket: {drawn_on:%d.%m.%Y}"
    return [
        municipality.name,
        "Posteringsudtræk",
        "Udvalg: Børne- og Familieudvalget, Social- og Handicapudvalget",
        periods,
        drawn,
        "",
    ]


def write_ledger(municipality: Municipality, path: Path, year: int, last_period: int, drawn_on: dt.date) -> None:
    """The year's ledger as drawn on the day; `last_period` is the one that the reader asked for, though lines of the
    next are already there."""
    rows = _text(known_postings(municipality, year, drawn_on))
    with workbook(path, "Posteringer") as sheet:
        sheet.titles(_titles(municipality, year, last_period, drawn_on))
        sheet.headings(HEADINGS)
        _body(sheet, rows)
        _total(sheet, "Hovedtotal", _kroner(rows))


def write_ledger_csv(municipality: Municipality, path: Path, year: int, drawn_on: dt.date) -> None:
    """The same columns without titles and totals, for a ledger that no workbook holds."""
    rows = _text(known_postings(municipality, year, drawn_on)).drop("function", "kroner", "blank")
    write_csv(rows.rename(dict(zip(rows.columns, filter(None, HEADINGS), strict=True))), path)
