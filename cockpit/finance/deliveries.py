"""Which exports of a month are here, missing, old, or shorter than the same source's earlier ones."""

import datetime as dt

import polars as pl

IMPORTS_SCHEMA: dict[str, pl.DataType] = {
    "dataset": pl.String(),
    "source": pl.String(),
    "effective_date": pl.Date(),
    "rows": pl.Int64(),
}
"""One line an import that counts. `rows` is comparable from month to month: of a ledger those of its date's month."""
DELIVERIES_SCHEMA: dict[str, pl.DataType] = {
    "dataset": pl.String(),
    "source": pl.String(),
    "newest": pl.Date(),
    "rows": pl.Int64(),
    "usual_rows": pl.Float64(),
    "status": pl.String(),
}
NEEDED = ("postings", "grants", "accounts", "budget")
"""Without these there is no forecast."""
MONTHLY = ("postings", "grants")
YEARLY = ("accounts", "budget", "prices")
"""Lists that are reissued with the year."""
SHORT = 0.9
USUAL_OF = 3
OFTEN_DAYS = 62
TIMELESS = dt.date(2000, 1, 1)
"""The effective date of a list that says no year: it holds from the beginning."""


def deliveries(imports: pl.DataFrame, month_end: dt.date) -> pl.DataFrame:
    """The state of each source's exports for the month that ends on `month_end`; `IMPORTS_SCHEMA` in.

    `newest`: effective date of the newest export up to the month's end (of a month that is only known from later
    exports: of the first of these). `rows` of it, `usual_rows` the median of the same source's up to three before it.

    `status`: `received`; `short` (under 90 % of the usual rows); `old` (a monthly source without an export of this
    month; a list of an earlier year); `later` (only later exports tell of the month); `missing` (never exported,
    though no forecast can do without it); `standing` (holds until it is replaced). A source is monthly where it holds
    postings or grants, or was last exported for two months at most two apart. Sorted by dataset and source.
    """
    sources = imports.select("dataset", "source").unique().sort("dataset", "source").rows()
    lines = [_line(dataset, source, imports, month_end) for dataset, source in sources]
    known = {dataset for dataset, _ in sources}
    lines += [(name, "", None, None, None, "missing") for name in NEEDED if name not in known]
    return pl.DataFrame(lines, schema=DELIVERIES_SCHEMA, orient="row").sort("dataset", "source")


def _line(dataset: str, source: str, imports: pl.DataFrame, month_end: dt.date) -> tuple[object, ...]:
    mine = imports.filter(pl.col("dataset") == dataset, pl.col("source") == source)
    own = mine.group_by("effective_date").agg(pl.col("rows").max()).sort("effective_date")
    until, first = own.filter(pl.col("effective_date") <= month_end), month_end.replace(day=1)
    if until.is_empty():
        return dataset, source, own["effective_date"][0], own["rows"][0], None, "later"
    newest, rows = until["effective_date"][-1], until["rows"][-1]
    before = until.filter(pl.col("effective_date") < newest).tail(USUAL_OF)
    usual = before["rows"].median()
    status = _status(dataset, newest, until, first)
    short = status == "received" and isinstance(usual, float) and rows < SHORT * usual
    return dataset, source, newest, rows, usual, "short" if short else status


def _status(dataset: str, newest: dt.date, until: pl.DataFrame, first: dt.date) -> str:
    if dataset in YEARLY:
        return "standing" if newest.year >= first.year or newest == TIMELESS else "old"
    if dataset in MONTHLY or _comes_often(until.filter(pl.col("effective_date") < first)["effective_date"]):
        return "received" if newest >= first else "old"
    return "standing"


def _comes_often(earlier: pl.Series) -> bool:
    """Whether the two newest months that a list came for lie close: three Decembers make no monthly list."""
    months = earlier.dt.month_start().unique().sort()
    return months.len() > 1 and (months[-1] - months[-2]).days <= OFTEN_DAYS
