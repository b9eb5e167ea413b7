"""Hver eneste prøve, as a reader sees it."""

import datetime as dt

import polars as pl

from cockpit.views import accuracy

JUNE, JULY = dt.date(2025, 6, 30), dt.date(2025, 7, 31)


def test_each_test_says_what_it_rests_on() -> None:
    """110 mod 100 er 10 % for højt. Juni er rekonstrueret; juli har et gemt udtræk."""
    names = ("as_of", "key", "method", "forecast_kr", "actual_kr", "reconstructed")
    rows = [(JUNE, "total", "model", 110, 100, True), (JULY, "total", "model", 95, 100, False)]
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(
        pl.col("forecast_kr", "actual_kr").cast(pl.Decimal(18, 2))
    )
    shown = accuracy.table(frame).danish()
    assert shown.select("Nøgle", "Pr. dato", "Grundlag", "Fremskrivning").rows() == [
        ("I alt", "30-06-2025", "rekonstrueret", "10,0 %"),
        ("I alt", "31-07-2025", "gemt udtræk", "−5,0 %"),
    ]
