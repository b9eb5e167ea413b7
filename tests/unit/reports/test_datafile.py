import datetime as dt
import io
from decimal import Decimal

import openpyxl
import polars as pl
from views.samples import areas

from cockpit import reports
from cockpit.contracts.dataset import MONEY


def test_a_danish_csv_line_for_line() -> None:
    frame = pl.DataFrame(
        {
            "as_of": [dt.date(2026, 3, 31)],
            "level": ["area"],
            "label": ["=farlig"],
            "forecast": [Decimal("-1234.50")],
            "x": [None],
        },
        schema={"as_of": pl.Date, "level": pl.String, "label": pl.String, "forecast": MONEY, "x": pl.String},
    )
    assert reports.danish_csv(frame).decode("utf-8") == (
        "\N{ZERO WIDTH NO-BREAK SPACE}Opgjort pr.;Niveau;Navn;Forventet regnskab;x\r\n"
        "31-03-2026;Politikområde;'=farlig;-1234,50;\r\n"
    )


def test_every_field_of_a_forecast_row_has_a_danish_heading() -> None:
    header = reports.danish_csv(areas()).decode("utf-8-sig").splitlines()[0].split(";")
    assert header[:5] == ["Opgjort pr.", "Budgetår", "Niveau", "Nøgle", "Navn"]
    assert not set(header) & set(areas().columns)


def test_the_key_of_what_is_not_allocated_is_no_formula() -> None:
    lines = reports.danish_csv(areas()).decode("utf-8-sig").splitlines()
    assert lines[3].split(";")[3] == "-"


def test_parquet_is_the_frame_itself() -> None:
    assert pl.read_parquet(io.BytesIO(reports.parquet(areas()))).equals(areas())


def test_set_aside_rows_with_place_reason_and_every_cell() -> None:
    frame = pl.DataFrame(
        {
            "file": ["liste.csv"],
            "sheet": [""],
            "row": [1012],
            "column": ["Startdato"],
            "value": ["31-02-2026"],
            "reason": ["Datoen findes ikke."],
            "amount_kr": [Decimal("-7.25")],
            "Celle: Startdato": ["31-02-2026"],
            "Celle: Beløb": ["-7,25"],
        },
        schema_overrides={"amount_kr": MONEY},
    )
    book = openpyxl.load_workbook(io.BytesIO(reports.set_aside_workbook(frame, dt.date(2026, 4, 8))))
    lines = list(book["Lagt til side"].iter_rows(min_row=4, values_only=True))
    assert lines[0] == (
        "Fil", "Ark", "Række", "Kolonne", "Værdi", "Hvorfor", "Beløb i kr.", "Celle: Startdato", "Celle: Beløb",
    )  # fmt: skip
    assert lines[1] == (
        "liste.csv",
        "",
        "1012",
        "Startdato",
        "31-02-2026",
        "Datoen findes ikke.",
        -7.25,
        "31-02-2026",
        "'-7,25",
    )


def test_no_set_aside_rows_still_give_a_file() -> None:
    assert reports.set_aside_workbook(pl.DataFrame(), dt.date(2026, 4, 8)).startswith(b"PK")
