"""Further ahead: what today's interventions cost next year, the years to come, birthdays that are known, demography.

The years to come are the forecast's own components asked for a later year, with one known thing more: a child's
service ends the day before the citizen turns 18 (support to the young at 23) where nothing earlier is registered.
What takes its place for grown-ups is part of the expected inflow. In known prices: the tariffs that have been read in,
else today's.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from cockpit import law
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import COMPONENTS
from cockpit.finance.citizens import of_each
from cockpit.finance.commitments import grant_months
from cockpit.finance.timeline import granted
from cockpit.forecast import ranges
from cockpit.forecast.leaf import money

YEARS_AHEAD = 3
CHILD, YOUNG, OLD = 18, 23, 67
AGES = (CHILD, YOUNG, OLD)
_YOUTH = r"^(BL § (11[3-9]|120)|SEL § 7[56])\b"
"""Support to the young, which may run until the citizen turns 23."""
GROUP_AGES = {"children": (0, 17), "adults": (18, 150)}
_RUNNING = ("posted", "accrued", "committed")


def _group(paragraph: pl.Expr) -> pl.Expr:
    """`children` or `adults` by the law's list; null where it does not say."""
    groups = dict(law.paragraphs().select("code", "group").unique("code", keep="first").iter_rows())
    base = paragraph.str.split(",").list.first()
    exact = paragraph.replace_strict(groups, default=None, return_dtype=pl.String)
    return pl.coalesce(exact, base.replace_strict(groups, default=None, return_dtype=pl.String))


def _birthday(age: int) -> pl.Expr:
    return pl.col("born_on").dt.offset_by(f"{age}y")


def with_birthdays(data: MunicipalityData, as_of: dt.date) -> MunicipalityData:
    """The data with the children's services that run on past a known birthday ended the day before it."""
    born = of_each(data.citizens, "born_on")
    aged = data.grants.join(born, on="citizen", how="left", maintain_order="left")
    young = pl.col("paragraph").str.contains(_YOUTH).fill_null(value=False)
    child = (_group(pl.col("paragraph")) == "children").fill_null(value=False) & ~young
    age_out = pl.when(young).then(_birthday(YOUNG)).when(child).then(_birthday(CHILD))
    limit = age_out - pl.duration(days=1)
    runs_on = pl.all_horizontal(
        (pl.col(name).is_null() | (pl.col(name) > limit)) for name in ("end_date", "expected_end_date")
    )
    ends = (limit >= as_of) & runs_on & (pl.col("start_date") <= limit)
    ended = aged.with_columns(end_date=pl.when(ends.fill_null(value=False)).then(limit).otherwise("end_date"))
    return replace(data, grants=ended.select(data.grants.columns))


def _net(grants: pl.DataFrame, prices: pl.DataFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """`grant_id`, `kr`: cost in the period, net of the citizens' payment."""
    months = grant_months(grants, first, last, prices)
    net = pl.col("cost_kr") - pl.col("citizen_payment_kr")
    return months.group_by("grant_id").agg(kr=net.sum().cast(MONEY))


def _running(grants: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Decided grants that carry kroner and have not ended at the date; those already decided to start included."""
    alive = pl.col("ends_on").is_null() | (pl.col("ends_on") > as_of)
    return granted(grants, pl.col("by_grants") & alive)


def full_year_effect(
    grants: pl.DataFrame, prices: pl.DataFrame, as_of: dt.date, year: int, by: str = "paragraph"
) -> pl.DataFrame:
    """Helårsvirkning per key: `key, grants` (running at the date or decided to start)`, this_year_kr` (the year's cost
    of all grants, ended ones included)`, next_year_kr` (next year's cost of today's, to their registered end,
    unweighted). Net of the citizens' payment. Sorted by key."""
    running = _running(grants, as_of)
    every = granted(grants, "by_grants")
    keys = every.select("grant_id", key=by).unique("grant_id", keep="first", maintain_order=True)
    this = _net(every, prices, dt.date(year, 1, 1), dt.date(year, 12, 31)).rename({"kr": "this_year_kr"})
    coming = _net(running, prices, dt.date(year + 1, 1, 1), dt.date(year + 1, 12, 31)).rename({"kr": "next_year_kr"})
    here = running.select("grant_id").unique().with_columns(runs=pl.lit(value=True))
    joined = keys
    for part in (this, coming, here):
        joined = joined.join(part, on="grant_id", how="left")
    sums = joined.group_by("key").agg(
        grants=pl.col("runs").fill_null(value=False).sum().cast(pl.Int64),
        this_year_kr=pl.col("this_year_kr").sum().cast(MONEY),
        next_year_kr=pl.col("next_year_kr").sum().cast(MONEY),
    )
    told = (pl.col("grants") > 0) | (pl.col("this_year_kr") != 0) | (pl.col("next_year_kr") != 0)
    return sums.filter(told).sort("key")


def birthdays(
    grants: pl.DataFrame, citizens: pl.DataFrame, prices: pl.DataFrame, as_of: dt.date, years: Iterable[int]
) -> pl.DataFrame:
    """Known dates: `year, age, citizens, grants, yearly_kr` (what their running services cost over the year after the
    date)`, open_kr` (the part of the year's cost that falls after the birthday, where no earlier end is registered).
    Only dates after `as_of`. Sorted by year and age. No birth date leaves this table."""
    born = of_each(citizens, "born_on")
    running = _running(grants, as_of).join(born, on="citizen")
    ahead = _net(running, prices, as_of + dt.timedelta(days=1), as_of + dt.timedelta(days=365))
    rows = []
    for year in years:
        whole = dt.date(year, 1, 1), dt.date(year, 12, 31)
        for age in AGES:
            day = _birthday(age)
            theirs = running.filter((day.dt.year() == year) & (day > as_of))
            after = theirs.with_columns(start_date=pl.max_horizontal("start_date", day))
            open_after = after.filter(pl.col("ends_on").is_null() | (pl.col("ends_on") >= pl.col("start_date")))
            yearly = theirs.select("grant_id").unique().join(ahead, on="grant_id")["kr"].sum()
            still = _net(open_after, prices, *whole)["kr"].sum()
            rows.append((year, age, theirs["citizen"].n_unique(), theirs["grant_id"].n_unique(), yearly, still))
    schema = {
        "year": pl.Int32(), "age": pl.Int32(), "citizens": pl.Int64(), "grants": pl.Int64(), "yearly_kr": MONEY,
        "open_kr": MONEY,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").sort("year", "age")


def population_ratio(population: pl.DataFrame, year: int, later: int) -> dict[str, float]:
    """Group (`children`, `adults`) -> inhabitants of its ages in `later` over those in `year`; left out where either
    year is unknown. A line counts in the group that its youngest age lies in."""
    found = {}
    for group, (first, last) in GROUP_AGES.items():
        mine = population.filter(pl.col("age_from").is_between(first, last))
        then, now = (mine.filter(pl.col("year") == one)["inhabitants"].sum() for one in (later, year))
        if then and now:
            found[group] = float(then) / float(now)
    return found


def demography(leaves: pl.DataFrame, ratio: dict[str, float]) -> pl.DataFrame:
    """The expected inflow's lines times what their group's population has grown; kr., the same dimensions."""
    growth = _group(pl.col("paragraph")).replace_strict(ratio, default=1.0, return_dtype=pl.Float64) - 1.0
    lines = leaves.filter(pl.col("component") == "inflow").with_columns(
        amount_kr=money(pl.col("amount_kr").cast(pl.Float64) * growth), component=pl.lit("demography")
    )
    return lines.filter(pl.col("amount_kr") != 0)


def by_year(leaves: pl.DataFrame, as_of: dt.date, level: str | None = None) -> pl.DataFrame:
    """One row a year (and key of `level`): `running` (posted, delivered and committed), the other components,
    `demography`, `forecast` and its stated wide range. `leaves`: leaf lines with `year`, demography's included."""
    key = pl.lit("total") if level is None else pl.col(level)
    names = (*COMPONENTS, "demography")
    amount = pl.col("amount_kr")
    parts = [amount.filter(pl.col("component") == name).sum().cast(MONEY).alias(name) for name in names]
    sums = leaves.with_columns(key=key).group_by("year", "key").agg(*parts, forecast=amount.sum().cast(MONEY))
    ranged = ranges.with_range(sums.with_columns(level=pl.lit("total")), ranges.NO_SPREAD, None, as_of)
    running = sum((pl.col(name) for name in _RUNNING[1:]), pl.col(_RUNNING[0]))
    return ranged.with_columns(running=running.cast(MONEY)).sort("year", "key")
