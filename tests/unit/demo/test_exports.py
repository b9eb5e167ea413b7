import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from cockpit.contracts.dataset import dataset
from cockpit.demo import Municipality, deliveries, truth, write_exports
from cockpit.demo.csv_files import decimal_comma, trailing_minus
from cockpit.demo.dubu import ADDED, PUBLISHED
from cockpit.demo.opus import HEADINGS, write_ledger_csv
from cockpit.demo.plans import BUDGET_HEADINGS

from .opened import cells, csv, table


def kroner(text: pl.Expr) -> pl.Expr:
    """`1.234,56-` as a number, by hand and not by the reader that the product uses."""
    plain = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    size = plain.str.strip_chars_end("-").cast(pl.Decimal(18, 2))
    return pl.when(plain.str.ends_with("-")).then(-size).otherwise(size)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("0.05", "0,05"),
        ("-1.50", "1,50-"),
        ("999.99", "999,99"),
        ("-1234.56", "1.234,56-"),
        ("1234567.00", "1.234.567,00"),
    ],
)
def test_amounts_are_printed_with_dots_and_a_trailing_minus(amount: str, printed: str) -> None:
    frame = pl.DataFrame({"a": [Decimal(amount)]}, schema={"a": pl.Decimal(18, 2)})
    assert frame.select(trailing_minus(pl.col("a"))).item() == printed


def test_a_price_has_two_decimals() -> None:
    assert pl.DataFrame({"a": [1013.0, 984.5]}).select(decimal_comma(pl.col("a"))).to_series().to_list() == [
        "1013,00",
        "984,50",
    ]


def test_a_delivery_is_drawn_on_the_fifth_working_day() -> None:
    january, february, march = deliveries(dt.date(2026, 3, 31), 3)
    assert (january.name, january.drawn_on, january.first) == ("2026-01", dt.date(2026, 2, 6), True)
    assert (march.as_of, march.drawn_on) == (dt.date(2026, 3, 31), dt.date(2026, 4, 10))
    assert not february.first


def test_the_first_delivery_carries_the_history(exports: Path) -> None:
    names = {path.name for path in (exports / "2026-01").iterdir()}
    years = (2023, 2024, 2025)
    assert {f"Opus_posteringer_{year}.xlsx" for year in years} <= names
    assert {f"Budget_{year}.xlsx" for year in (*years, 2026)} <= names
    assert {f"Kontoplan_{year}.xlsx" for year in (*years, 2026)} <= names
    assert {"Opus_posteringer_2026-01.xlsx", "DUBU_ydelser_2026-01.xlsx", "Sensum_indsatser_2026-01.csv"} <= names
    assert {"Takster_2026-01.csv", "Konteringsregler.xlsx"} <= names
    assert "Opus_posteringer_2023.xlsx" not in {path.name for path in (exports / "2026-02").iterdir()}


def test_the_ledger_reconciles_with_the_truth(small: Municipality, exports: Path) -> None:
    lines = table(exports / "2026-01" / "Opus_posteringer_2024.xlsx", "Bilagsnummer")
    bodies = lines.filter(pl.col("Konto").is_not_null() & (pl.col("Konto") != "Konto"))
    totals = lines.filter(pl.col("Konto").is_null())
    spent = truth(small).filter(pl.col("year") == 2024)
    per_account = bodies.group_by("Konto").agg(amount=kroner(pl.col("Beløb")).sum()).sort("Konto")
    assert per_account["Konto"].to_list() == spent["account"].to_list()
    assert per_account["amount"].to_list() == spent["amount"].to_list()
    grand = totals.filter(pl.col("Bilagsnummer") == "Hovedtotal").select(kroner(pl.col("Beløb"))).item()
    parts = totals.filter(pl.col("Bilagsnummer").str.starts_with("I alt")).select(kroner(pl.col("Beløb")).sum()).item()
    assert grand == parts == spent["amount"].sum()


def test_the_ledger_looks_like_a_finance_systems_print(exports: Path) -> None:
    rows = cells(exports / "2026-03" / "Opus_posteringer_2026-03.xlsx")
    titles = [row[0] for row in rows[:5]]
    assert titles[0] == "Egeskov Kommune"
    assert titles[3:] == ["Periode: 000.2026 - 003.2026", "Udtrukket: 10.04.2026"]
    assert [name or "" for name in rows[6]] == list(HEADINGS)
    lines = table(exports / "2026-03" / "Opus_posteringer_2026-03.xlsx", "Bilagsnummer")
    assert {"000.2026", "001.2026", "002.2026", "003.2026", "004.2026"} == set(lines["Periode"].drop_nulls())
    assert lines["Beløb"].str.ends_with("-").any()
    assert lines["CPR-nr."].drop_nulls().str.len_chars().unique().to_list() == [10]


def test_dubu_has_a_title_row_and_the_published_headings(exports: Path) -> None:
    rows = cells(exports / "2026-03" / "DUBU_ydelser_2026-03.xlsx")
    assert str(rows[0][0]).startswith("DUBU Ydelser")
    assert rows[0][1:] == [None] * (len(rows[0]) - 1)
    assert rows[1] == [*PUBLISHED, *ADDED]
    services = table(exports / "2026-03" / "DUBU_ydelser_2026-03.xlsx", "Lovhjemmel")
    assert set(services["Frekvens"]) <= {"Månedlig", "Døgn", "Time", "Åbningsdag"}
    assert set(services["Status"]) == {"Aktiv", "Ansøgt", "Ophørt", "Afslag"}
    assert services["CPR-nr."].str.contains(r"^\d{6}-\d{4}$").all()


def test_sensum_has_the_published_headings_and_no_prices(exports: Path) -> None:
    rows = csv(exports / "2026-03" / "Sensum_indsatser_2026-03.csv")
    assert rows.columns[:6] == [
        "CPR",
        "IndsatsStartDato",
        "IndsatsSlutDato",
        "OprettetDato",
        "IndsatsStatus",
        "Indsats",
    ]
    assert not {"Takst", "Pris"} & set(rows.columns)
    assert rows["Indsats"].str.contains(r" \(SEL § \d+( a)?\)$").all()
    assert rows["IndsatsStartDato"].str.to_date("%d-%m-%Y").null_count() == 0


def test_every_adult_service_that_is_invoiced_has_a_price(exports: Path) -> None:
    services = csv(exports / "2026-01" / "Sensum_indsatser_2026-01.csv")
    prices = csv(exports / "2026-01" / "Takster_2026-01.csv")
    assert prices.columns == [field.heading for field in dataset("prices").fields]
    without = services.join(
        prices, left_on=["LeverandørNavn", "Indsats"], right_on=["Leverandør", "Ydelse"], how="anti"
    )
    own = {"Bostedet Åparken", "Bostøtteteamet", "Psykiatriteamet", "Værestedet Kilden"}
    assert set(without["LeverandørNavn"]) <= own


def test_a_march_delivery_holds_nothing_registered_later(exports: Path) -> None:
    dubu = table(exports / "2026-03" / "DUBU_ydelser_2026-03.xlsx", "Lovhjemmel")
    sensum = csv(exports / "2026-03" / "Sensum_indsatser_2026-03.csv")
    drawn = dt.date(2026, 4, 10)
    assert dubu["Oprettet dato"].str.slice(0, 10).str.to_date("%Y-%m-%d").max() <= drawn
    assert sensum["OprettetDato"].str.to_date("%d-%m-%Y").max() <= drawn


def test_the_budget_adds_up_and_ends_in_a_total(small: Municipality, exports: Path) -> None:
    rows = table(exports / "2026-03" / "Budget_2026.xlsx", "Oprindeligt budget")
    assert rows.columns == list(BUDGET_HEADINGS.values())
    total = rows.row(-1, named=True)
    assert total["Konto"] == "I alt"
    original = rows.head(-1)["Oprindeligt budget"].cast(pl.Float64).sum()
    assert original == float(str(total["Oprindeligt budget"]))
    assert original == small.budget.filter(pl.col("year") == 2026)["original"].sum()


def test_chart_and_rules_use_the_standard_headings(exports: Path) -> None:
    chart = table(exports / "2026-01" / "Kontoplan_2026.xlsx", "Funktion")
    rules = table(exports / "2026-01" / "Konteringsregler.xlsx", "Paragraf")
    assert chart.columns == [field.heading for field in dataset("accounts").fields]
    assert set(rules.columns) <= {field.heading for field in dataset("account_rules").fields}
    assert set(rules["Konto"]) <= set(chart["Konto"])
    assert {"5.28.22", "5.38.50", "5.57.72", "5.22.07"} <= set(chart["Funktion"])


def test_a_second_writing_gives_the_same_bytes(small: Municipality, exports: Path, tmp_path: Path) -> None:
    told: list[str] = []
    paths = write_exports(small, tmp_path, months=1, progress=told.append)
    assert told == ["Skriver leverancen for 2026-03, udtrukket 10. april 2026"]
    name = "DUBU_ydelser_2026-03.xlsx"
    again = next(path for path in paths if path.name == name)
    assert again.read_bytes() == (exports / "2026-03" / name).read_bytes()


def test_a_large_ledger_is_a_plain_csv_in_full(small: Municipality, tmp_path: Path) -> None:
    write_ledger_csv(small, tmp_path / "ledger.csv", 2025, dt.date(2026, 2, 6))
    rows = csv(tmp_path / "ledger.csv")
    assert rows.columns == [name for name in HEADINGS if name]
    assert (
        rows.select(kroner(pl.col("Beløb")).sum()).item() == truth(small).filter(pl.col("year") == 2025)["amount"].sum()
    )
