"""What finance staff keep beside the systems: the list of cases on the way, the forecasts once published, population.

The list knows some of the citizens who will get a service, too early and too sure; some of its cases never come. What
was published early in a year keeps near the budget and below the accounts to come, as real forecasts do. All three in
the standard template's headings.
"""

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl

from cockpit.contracts.calendar import month_end
from cockpit.contracts.settings import Settings
from cockpit.demo.cpr import dashed
from cockpit.demo.known import known_index
from cockpit.demo.parameters import Municipality, Size
from cockpit.demo.prices import rounded
from cockpit.demo.sheet import workbook

AHEAD_DAYS = 200
"""A case is known to come at most this long before its service begins."""
KEPT_DAYS = 150
"""So long a case that has become a service stays on the list, with the service's mark."""
LISTED_SHARE = 0.35
NEVER_SHARE = 0.3
HOPE = {3: 0.25, 5: 0.4, 6: 0.5, 9: 0.75, 11: 0.9}
"""How far from the budget towards the accounts a published forecast has come by the month; the rest is hope."""
NOISE = {3: 0.012, 5: 0.01, 6: 0.009, 9: 0.006, 11: 0.003}
TIDY_KR = 100_000
YEARS_AHEAD = 5
PEOPLE = {Size.SMALL: 9_000, Size.MEDIUM: 56_000, Size.LARGE: 210_000}
AGES = ((0, 5, 0.062, 0.004), (6, 17, 0.139, -0.006), (18, 22, 0.058, 0.002), (23, 66, 0.531, -0.001),
        (67, 79, 0.148, 0.004), (80, 105, 0.062, 0.045))  # fmt: skip
"""First and last age, share of the inhabitants, change a year."""


def _chance(rows: pl.DataFrame, number: int) -> pl.Series:
    """A number in 0-1 that belongs to the grant: the same in every month's list."""
    return (rows["grant"].cast(pl.UInt64).hash(number) % 10_007 / 10_007).rename("chance")


def _on_the_way(municipality: Municipality, drawn_on: dt.date) -> pl.DataFrame:
    """The listed cases as grants, with `hoped` (the day that was expected), `came` and `odds`."""
    ahead, back = pl.duration(days=AHEAD_DAYS), pl.duration(days=KEPT_DAYS)
    near = pl.lit(drawn_on).is_between(pl.col("start") - ahead, pl.col("start") + back)
    rows = municipality.grants.filter(near & (pl.col("settlement") != "ramme") & (pl.col("nth") <= 1))
    chances = rows.with_columns(
        _chance(rows, number).alias(name) for number, name in ((11, "drawn"), (23, "late"), (37, "sure"))
    )
    known = chances.with_columns(
        hoped=pl.col("start") - pl.duration(days=(pl.col("late") * 75).cast(pl.Int64)),
        odds=(0.55 + 0.4 * pl.col("sure")).round(1),
    ).filter(pl.col("drawn") < LISTED_SHARE)
    never = pl.col("refused") | (pl.col("drawn") < LISTED_SHARE * NEVER_SHARE)
    came = ~never & (pl.col("registered_on") <= drawn_on)
    waited = pl.col("hoped") + pl.duration(days=90)
    return known.with_columns(came=came, never=never).filter(~pl.col("never") | (waited >= drawn_on))


def _origin() -> pl.Expr:
    adult = (pl.col("group") == "adults") & ((pl.col("start") - pl.col("born_on")).dt.total_days() < 19 * 365)
    newcomer = pl.col("grant") % 7 == 0
    return (
        pl.when(adult).then(pl.lit("overgang 18 år")).when(newcomer).then(pl.lit("tilflytter"))
        .otherwise(pl.lit("visitation"))
    )  # fmt: skip


def pipeline(municipality: Municipality, drawn_on: dt.date) -> pl.DataFrame:
    """The list of cases on the way as kept on the day, headings as columns. What has become a service is said so by
    the mark that the case system gives it elsewhere: it has no id here, so the list leaves it open."""
    index = known_index(municipality, drawn_on).sort("year").unique("provider", keep="last")
    rows = _on_the_way(municipality, drawn_on).filter(~pl.col("came"))
    priced = rows.join(index.select("provider", "index"), on="provider", how="left", maintain_order="left")
    price = rounded(pl.col("base_price") * pl.col("index").fill_null(1.0) * pl.col("quantity"))
    return priced.sort("grant").select(
        pl.format("K-{}", pl.col("grant").cast(pl.String).str.zfill(6)).alias("Id"),
        dashed("cpr").alias("CPR-nr."),
        pl.col("paragraph").alias("Paragraf"),
        pl.col("service").alias("Ydelse"),
        pl.col("hoped").alias("Forventet start"),
        price.alias("Takst"),
        pl.col("unit").alias("Takstenhed"),
        pl.col("odds").alias("Sandsynlighed"),
        _origin().alias("Kilde"),
    )


def _adjusted(municipality: Municipality, year: int, day: dt.date) -> pl.DataFrame:
    """`area, original, adjusted, spent` of the year as the council had decided by the day."""
    rows = municipality.budget.filter(pl.col("year") == year)
    events = municipality.budget_events.filter((pl.col("year") == year) & (pl.col("decided_on") <= day))
    given = events.group_by("account").agg(changes=pl.col("amount").sum())
    both = rows.join(given, on="account", how="left").with_columns(pl.col("changes").fill_null(0.0))
    return both.group_by("area").agg(
        adjusted=(pl.col("original") + pl.col("changes")).sum(), spent=pl.col("spent").sum()
    ).sort("area")  # fmt: skip


def past_forecasts(municipality: Municipality, year: int) -> pl.DataFrame:
    """What was published about the year at each reporting date, headings as columns, whole 100,000 kr."""
    rng = municipality.parameters.stream(f"published {year}")
    parts = []
    for month, _ in Settings().reporting_dates:
        day = month_end(year, month)
        rows = _adjusted(municipality, year, day)
        noise = pl.Series(rng.normal(0, NOISE[month], len(rows)))
        seen = pl.col("adjusted") + HOPE[month] * (pl.col("spent") - pl.col("adjusted")) + noise * pl.col("spent")
        parts.append(
            rows.select(
                pl.lit(year).alias("År"),
                pl.lit(day).alias("Pr. dato"),
                pl.col("area").alias("Politikområde"),
                ((seen / TIDY_KR).round(0) * TIDY_KR).alias("Forventet regnskab"),
                pl.col("adjusted").alias("Korrigeret budget"),
            )
        )
    return pl.concat(parts)


def population(municipality: Municipality, year: int) -> pl.DataFrame:
    """Inhabitants by age on 1 January of the year and the years to come, headings as columns."""
    whole = PEOPLE[municipality.parameters.size]
    rows = [
        (year + ahead, first, last, round(whole * share * float(np.power(1 + growth, ahead))))
        for ahead in range(YEARS_AHEAD)
        for first, last, share, growth in AGES
    ]
    return pl.DataFrame(rows, schema=["År", "Alder fra", "Alder til", "Antal"], orient="row")


def write_list(frame: pl.DataFrame, path: Path, title: str) -> None:
    """A workbook with the headings in its first row."""
    with workbook(path, title) as sheet:
        sheet.headings(frame.columns)
        sheet.frame(frame)
