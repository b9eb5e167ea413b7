"""How well earlier forecasts have held, beside the naive methods."""

import polars as pl

from cockpit.views.table import Column, Table

METHOD_TITLES: dict[str, str] = {
    "model": "Forventet regnskab",
    "budget": "Budget",
    "last_year": "Sidste år",
    "ytd_scaled": "År til dato × 12/m",
    "last_year_share": "Sidste års andel",
    "linear_trend": "24 måneders trend",
    "commitments": "Bogført + disponeret",
}
NOTE = (
    "Afvigelse fra det endelige regnskab i procent: plus er for højt. Hvor der ikke er gemt månedlige udtræk, er det "
    "rekonstrueret, hvad der var kendt dengang."
)


def table(rows: pl.DataFrame) -> Table:
    """One row a key and close, one column a method: how far it was from the final accounts, as a fraction of them.

    `rows`: `as_of, year, level, key, method, forecast_kr, actual_kr`, as `forecast.backtest` gives them.
    """
    actual = pl.col("actual_kr").cast(pl.Float64)
    error = (pl.col("forecast_kr").cast(pl.Float64) - actual) / pl.when(actual != 0).then(actual.abs())
    present = [method for method in METHOD_TITLES if method in set(rows["method"])]
    cells = [error.filter(pl.col("method") == method).first().alias(method) for method in present]
    frame = rows.group_by("key", "as_of").agg(pl.col("actual_kr").first(), *cells).sort("key", "as_of")
    columns = (
        Column("key", "Nøgle", "text"),
        Column("as_of", "Pr. dato", "date"),
        Column("actual_kr", "Endeligt regnskab", "kr"),
        *(Column(method, METHOD_TITLES[method], "pct") for method in present),
    )
    return Table("Hvor godt rammer det forventede regnskab?", columns, frame, note=NOTE)
