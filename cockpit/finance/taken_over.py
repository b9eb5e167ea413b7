"""Grants that a newer one takes over and that nobody has closed yet.

A new decision is registered some weeks before or after it begins, and the old row is often closed later still. Until
then both stand as running, and the help would cost twice. A grant that began lately, for the same citizen, kind of
help, service and provider and at about the same price, takes over the one before it, which ends the day before. Where
the municipality's older grants lie side by side oftener than they follow each other, they are two and stay so.
"""

import datetime as dt

import polars as pl

from cockpit.finance.paragraphs import kind

GAP_DAYS = 31
"""A decision made anew starts within a month of the old one's end, before or after."""
LATELY_DAYS = 92
"""What began longer ago than this, and lies beside a running one still, is beside it to stay."""
ALIKE = (0.6, 1.7)
"""A new price between these shares of the old one is the same help decided anew; outside it is more help or other."""
SAME = ("citizen", "kind", "service", "provider")
_ASKED = ("grant_id", "citizen", "provider", "paragraph", "service", "start_date", "ends_on", "price_unit")
SCHEMA = {"grant_id": pl.String, "until": pl.Date}


def _price() -> pl.Expr:
    return (pl.col("unit_price") * pl.col("quantity").fill_null(1)).cast(pl.Float64)


def _pairs(grants: pl.DataFrame) -> pl.DataFrame:
    """Each grant (`grant_id`, `start_date`, `ends_on`, `price`, `price_unit`) and each later one (`_new`) of the same
    citizen, help, service and provider that begins before its registered end or shortly after. `beside`: it begins
    well before."""
    known = grants.select(*_ASKED, price=_price()).drop_nulls(["citizen", "provider"])
    several = known.filter(pl.len().over("citizen", "provider") > 1).with_columns(
        kind=kind(pl.col("paragraph")), service=pl.col("service").str.replace_all(r"\d+", "")
    )  # fmt: skip
    both = several.join(several, on=SAME, suffix="_new", nulls_equal=True)
    begins = (pl.col("start_date_new") - pl.col("ends_on")).dt.total_days()
    return both.filter(
        pl.col("start_date") < pl.col("start_date_new"), (begins <= GAP_DAYS).fill_null(value=True)
    ).with_columns(beside=(begins < -GAP_DAYS).fill_null(value=True))  # fmt: skip


def taken_over(grants: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """`grant_id`, `until`: running grants that a newer one takes over as of a date, with their last day.

    `grants`: one row a decided grant with `grant_id, citizen, paragraph, service, provider, start_date, ends_on,
    unit_price, price_unit, quantity`."""
    pairs = _pairs(grants)
    lately = pl.col("start_date_new") > pl.lit(as_of) - pl.duration(days=LATELY_DAYS)
    settled = pairs.filter(~lately)
    if settled["beside"].sum() > settled.height / 2:
        return pl.DataFrame(schema=SCHEMA)
    other_unit = (pl.col("price_unit") != pl.col("price_unit_new")).fill_null(value=False)
    alike = other_unit | (pl.col("price_new") / pl.col("price")).is_between(*ALIKE).fill_null(value=True)
    running = (pl.col("ends_on") >= pl.col("start_date_new")).fill_null(value=True)
    newest_first = pairs.filter(lately, running, alike).sort("start_date", "grant_id", descending=True)
    one_each = newest_first.unique("grant_id_new", keep="first", maintain_order=True)
    last = pl.col("start_date_new").min().dt.offset_by("-1d")
    return one_each.group_by("grant_id").agg(until=last).sort("grant_id")


def closed(grants: pl.DataFrame, over: pl.DataFrame) -> pl.DataFrame:
    """`grants` with `ends_on` of those that are taken `over` (`taken_over`)."""
    known = grants.join(over, on="grant_id", how="left", maintain_order="left")
    return known.with_columns(ends_on=pl.coalesce("until", "ends_on")).drop("until")
