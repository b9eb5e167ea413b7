"""The bench's million rows are a workbook as Excel writes it, and its second month is another than the first."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl

from bench.big_workbook import write_book
from bench.steps import next_month
from cockpit.contracts.dataset import MONEY

ROWS = pl.DataFrame(
    {
        "Bilagsnummer": [str(number) for number in range(2000)],
        "Bogføringsdato": [dt.date(2026, 3, 31)] * 2000,
        "Beløb": [Decimal("1.50")] * 2000,
        "Posteringstekst": ["Æble & pære", None] * 1000,
    },
    schema_overrides={"Beløb": MONEY},
)


def test_texts_numbers_and_days_come_back(tmp_path: Path) -> None:
    write_book(ROWS.head(2), tmp_path / "b.xlsx")
    headings, *lines = openpyxl.load_workbook(tmp_path / "b.xlsx").active.values
    assert headings == tuple(ROWS.columns)
    assert [(number, f"{day:%d-%m-%Y}", amount, text) for number, day, amount, text in lines] == [
        ("0", "31-03-2026", 1.5, "Æble & pære"),
        ("1", "31-03-2026", 1.5, None),
    ]


def test_the_next_month_has_new_corrected_and_gone_rows() -> None:
    later = next_month(ROWS)
    assert later.schema == ROWS.schema
    assert later.height == ROWS.height
    assert later.filter(pl.col("Bilagsnummer").str.len_chars() > 3)["Bilagsnummer"].to_list()[-1] == "9999"
    assert later["Beløb"].sum() == ROWS["Beløb"].sum() + 2
