"""What a grant costs in a month (*disponering*): its days, its rate and nothing else, so that a hand can recompute it.

The sum is kept as a whole number of parts of an øre until the month is complete, and rounded once, half up.
"""

import datetime as dt
from functools import cache

import polars as pl

from cockpit.contracts.calendar import is_working_day
from cockpit.contracts.dataset import MONEY, NUMBER
from cockpit.finance.money import half_up, kroner, ore
from cockpit.finance.rates import price_spans
from cockpit.finance.timeline import SPREAD, clipped, ends, month_table, months_between

GRANT_MONTHS_SCHEMA: dict[str, pl.DataType] = {
    "grant_id": pl.String(),
    "month": pl.Date(),
    "days": pl.Int32(),
    "cost_kr": MONEY,
    "citizen_payment_kr": MONEY,
    "priced": pl.Boolean(),
}
SPANS_SCHEMA: dict[str, pl.DataType] = {
    "grant_id": pl.String(),
    "month": pl.Date(),
    "begins": pl.Date(),
    "stops": pl.Date(),
    "unit": pl.String(),
    "rate": MONEY,
    "quantity": pl.Float64(),
    "days": pl.Int32(),
    "open": pl.Int32(),
    "month_days": pl.Int32(),
    "year_days": pl.Int32(),
    "cost_kr": MONEY,
}
"""`begins`, `stops`: the days of the month on which the grant ran at the `rate` of its `unit` (null where none is
known); `days` counts them (0 for *engang*), `open` the working days among them."""
DAYS_A_WEEK = 7
QUANTITY_PARTS = 10_000
"""A quantity has four decimals."""


def grant_months(
    grants: pl.DataFrame, first: dt.date, last: dt.date, prices: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The cost of each grant in each month from `first` to `last` (both days counted).

    Takes `Allocated.grants` (or the contract's columns; `ends_on` falls back to `end_date`) and the price list. A grant
    without `ends_on` runs on to `last`. Every given row is computed, also applied-for ones: the caller filters.

    Returns `grant_id, month` (first day), `days` (active days, 0 for *engang*), `cost_kr` (gross, +),
    `citizen_payment_kr` (what the citizen pays, +; the municipality's net is `cost_kr - citizen_payment_kr`) and
    `priced` (false where a day of the month has no known rate or unit: it counts 0 kr.). Sorted by grant and month.
    Formulas 1 and 2 of the calculation handbook.
    """
    lines = _lines(grants, first, last)
    if lines.is_empty():
        return pl.DataFrame(schema=GRANT_MONTHS_SCHEMA)
    numbered, months = _numbered(lines), month_table(first, last)
    spans = _priced_spans(numbered, months, prices)
    placed = spans.select(
        "parts", "priced", place=pl.col("grant").cast(pl.Int64) * SPREAD + pl.col("month_no"),
        days=pl.when("primary").then("days").otherwise(0),
    )  # fmt: skip
    costs = placed.sort("place").group_by("place", maintain_order=True).agg(
        pl.col("days", "parts").sum(), pl.col("priced").min()
    )  # fmt: skip
    return _finished(costs, numbered, months)


def grant_spans(
    grants: pl.DataFrame, first: dt.date, last: dt.date, prices: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The terms of `grant_months`' sums, so that a hand can recompute them: `SPANS_SCHEMA`, one row a grant, month and
    rate. Sorted by grant, month and first day."""
    lines = _lines(grants, first, last)
    if lines.is_empty():
        return pl.DataFrame(schema=SPANS_SCHEMA)
    numbered = _numbered(lines)
    spans = _priced_spans(numbered, month_table(first, last), prices)
    named = spans.join(numbered.select("grant", "grant_id").unique(), on="grant").with_columns(
        quantity=pl.col("quantity").cast(pl.Float64) / QUANTITY_PARTS,
        cost_kr=kroner(half_up(pl.col("parts"), _whole())),
    )
    told = named.select(pl.col(name).cast(dtype) for name, dtype in SPANS_SCHEMA.items())
    return told.sort("grant_id", "month", "begins", "unit", "rate")


def _priced_spans(numbered: pl.DataFrame, months: pl.DataFrame, prices: pl.DataFrame | None) -> pl.DataFrame:
    first, last = months["month"].min(), months["month_end"].max()
    assert isinstance(first, dt.date)  # noqa: S101 - a period has a month
    assert isinstance(last, dt.date)  # noqa: S101 - as above
    return _parts(_monthly(price_spans(_series(numbered), prices), months), first, last)


def _lines(grants: pl.DataFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    asked = grants.select(
        "grant_id", "provider", "service", "unit_price", "price_unit", "rate_from", "citizen_payment", "start_date",
        ends(grants), quantity=pl.col("quantity").cast(NUMBER).to_physical().fill_null(QUANTITY_PARTS),
    )  # fmt: skip
    return clipped(asked, first, last)


def _numbered(lines: pl.DataFrame) -> pl.DataFrame:
    """With `grant`, the id's place among all: whole numbers are sorted and compared many times faster than texts."""
    ids = pl.Enum(lines["grant_id"].unique().sort())
    return lines.with_columns(grant=pl.col("grant_id").cast(ids).to_physical())


def _series(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines of one grant, service and unit succeed each other where one has a `rate_from`; else they are added.

    `primary` marks the series by which the grant's days are counted.
    """
    ordered = lines.sort("grant", "service", "price_unit", "rate_from", "unit_price", "start_date")
    alike = pl.struct("grant", "service", "price_unit")
    row, several = pl.int_range(pl.len()), pl.len().over("grant") > 1
    dated = pl.col("rate_from").is_not_null().any().over(alike)
    series = pl.when(several & dated).then(row.min().over(alike)).otherwise(row)
    numbered = ordered.with_columns(series=series)
    return numbered.with_columns(primary=pl.col("series") == pl.col("series").min().over("grant"))


def _monthly(spans: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """One row a span and month, with the part of the month that the span covers."""
    found = months_between(spans, "starts", "ends")
    of_month = (found["month_no"] - months["month_no"][0]).cast(pl.UInt32)
    rows: pl.DataFrame = pl.concat([found, months.drop("month_no")[of_month]], how="horizontal")
    return rows.with_columns(begins=pl.max_horizontal("starts", "month"), stops=pl.min_horizontal("ends", "month_end"))


@cache
def opening_days(first: dt.date, last: dt.date) -> pl.Series:
    """Working days from `first` up to and including the n-th day after it: n -> count."""
    days = [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]
    return pl.Series([0, *map(is_working_day, days)], dtype=pl.Int64).cum_sum()


def _open_days(first: dt.date, last: dt.date) -> pl.Expr:
    counted = pl.lit(opening_days(first, last))
    upto = counted.gather((pl.col("stops") - pl.lit(first)).dt.total_days() + 1)
    return upto - counted.gather((pl.col("begins") - pl.lit(first)).dt.total_days())


def _parts(rows: pl.DataFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """Each row's cost as whole parts: øre x quantity x days over the month's denominator (`_whole`)."""
    dim, diy = pl.col("month_days"), pl.col("year_days")
    days = (pl.col("stops") - pl.col("begins")).dt.total_days() + 1
    once = pl.col("unit") == "engang"
    starts_here = (pl.col("begins") == pl.col("start_date")).cast(pl.Int64)
    weekly = pl.col("unit").is_in(["uge", "time", "fremmødedag"])
    share = (
        pl.when(pl.col("unit") == "døgn").then(days * DAYS_A_WEEK * dim * diy)
        .when(pl.col("unit") == "åbningsdag").then(pl.col("open") * DAYS_A_WEEK * dim * diy)
        .when(weekly).then(days * dim * diy)
        .when(pl.col("unit") == "måned").then(days * DAYS_A_WEEK * diy)
        .when(pl.col("unit") == "år").then(days * DAYS_A_WEEK * dim)
        .when(once).then(starts_here * DAYS_A_WEEK * dim * diy)
    )  # fmt: skip
    opened = rows.with_columns(open=_open_days(first, last))
    priced_days = opened.with_columns(share=share)
    return priced_days.with_columns(
        days=pl.when(once.fill_null(value=False)).then(0).otherwise(days),
        parts=(pl.col("rate").to_physical().cast(pl.Int128) * pl.col("quantity") * pl.col("share")).fill_null(0),
        priced=pl.col("rate").is_not_null() & pl.col("share").is_not_null(),
    )


def _finished(costs: pl.DataFrame, numbered: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """`costs`: a row a `place` (grant and month), sorted."""
    heads = numbered.group_by("grant").agg(pl.col("grant_id").first(), pl.col("citizen_payment").max()).sort("grant")
    grant, number = (costs["place"] // SPREAD).cast(pl.UInt32), (costs["place"] % SPREAD).cast(pl.Int64)
    of_month = (number - months["month_no"][0]).cast(pl.UInt32)
    known: pl.DataFrame = pl.concat([costs.drop("place"), heads[grant], months[of_month]], how="horizontal")
    payment = half_up(ore(pl.col("citizen_payment")).fill_null(0) * pl.col("days"), pl.col("month_days"))
    return known.select(
        "grant_id", "month", pl.col("days").cast(pl.Int32), "priced",
        cost_kr=kroner(half_up(pl.col("parts"), _whole())), citizen_payment_kr=kroner(payment),
    ).select(*GRANT_MONTHS_SCHEMA)  # fmt: skip


def _whole() -> pl.Expr:
    """What `parts` are divided by to give øre: one denominator for all units, by the month."""
    return DAYS_A_WEEK * pl.col("month_days") * pl.col("year_days") * QUANTITY_PARTS
