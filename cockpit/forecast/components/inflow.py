"""Inflow: citizens whom nobody knows yet, those that are helped already but are registered late included, and those
who will be known when the year has passed only.

Per kind of help: how many come a month (`newcomers`), how long before or after they become known they begin, what they
cost a month in this year's prices, and how long they stay (`survival`). The price is that of the newcomers themselves,
drawn towards that of all who get such help where few have come. What falls in the year is the inflow. It stands on
the accounts on which the newcomers of the kind have stood; where another act has taken a paragraph's place, on the
paragraph under which such help is granted now. What the named pipeline covers in the same paragraph is taken out,
never to below nothing.
"""

import calendar

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.forecast import leaf, new_act, prices, season, survival
from cockpit.forecast.arrival import Arrival
from cockpit.forecast.newcomers import EARLIEST, LATEST, newcomers, rates
from cockpit.forecast.state import MODEL_DIMS, State
from cockpit.forecast.steered import Steered

PLACE = ("area", "kind")
PRIOR_CASES = 3.0
"""The newcomers' own price counts beside that of all in the kind as if that were of three of them."""
PRIOR_STARTS = 20.0
"""A kind's own delay counts beside that of all kinds as if that were of twenty cases."""


def _priced(state: State, index: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `area`, `paragraph`, `mi`, `cost` in this year's prices, `months` (the part of the month served; 0
    for a single payment), until the date."""
    asked = ("grant_id", "area", "paragraph", "mi", "cost", "days")
    past = state.costs.select(asked).filter((pl.col("mi") <= state.now) & (pl.col("mi") > state.now - 36))
    real = prices.indexed(past, index, "mi", "cost")
    lengths = [calendar.monthrange(mi // 12, mi % 12 + 1)[1] for mi in range(state.now - 35, state.now + 1)]
    length = pl.lit(pl.Series(lengths, dtype=pl.Int8)).gather(pl.col("mi") - (state.now - 35))
    return real.select("grant_id", "area", "paragraph", "mi", "cost", months=pl.col("days") / length)


def _prices(state: State, came: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """`area`, `kind`, `monthly` (kr. a month served), `once` (kr. a case in its first month)."""
    costs = _priced(state, index)
    chains = state.chains.select("grant_id", "chain")
    stock = costs.filter(pl.col("months") > 0, pl.col("mi") > state.now - 12)
    all_of_kind = stock.group_by("area", kind=kind(pl.col("paragraph"))).agg(
        stock=pl.col("cost").sum() / pl.col("months").sum()
    )  # fmt: skip
    theirs = chains.join(came.select("chain", *PLACE), on="chain")
    of_came = costs.select("grant_id", "cost", "months").join(theirs, on="grant_id")
    new, single = (of_came.filter(part) for part in (pl.col("months") > 0, pl.col("months") == 0))
    own = new.group_by(PLACE).agg(own=pl.col("cost").sum() / pl.col("months").sum(), served=pl.col("chain").n_unique())
    once = single.group_by(PLACE).agg(once=pl.col("cost").sum())
    counted = came.group_by(PLACE).agg(n=pl.len())
    joined = counted.join(own, on=PLACE, how="left").join(all_of_kind, on=PLACE, how="left")
    joined = joined.join(once, on=PLACE, how="left")
    served = pl.col("served").fill_null(0)
    usual = pl.coalesce("stock", "own", pl.lit(0.0))
    mean = (served * pl.col("own").fill_null(0.0) + PRIOR_CASES * usual) / (served + PRIOR_CASES)
    return joined.select(*PLACE, "n", monthly=mean, once=pl.col("once").fill_null(0.0) / pl.col("n"))


def _delays(came: pl.DataFrame) -> pl.DataFrame:
    """`area`, `kind`, `delay` (months from becoming known to beginning), `share`, drawn towards all kinds'."""
    delays = came.with_columns(delay=(pl.col("born") - pl.col("known")).clip(upper_bound=LATEST).cast(pl.Int32))
    pool = delays.group_by("delay").agg(usual=pl.len() / came.height)
    own = delays.group_by(*PLACE, "delay").agg(n=pl.len())
    grid = came.select(PLACE).unique().join(pool, how="cross").join(own, on=[*PLACE, "delay"], how="left")
    n = pl.col("n").fill_null(0)
    share = (n + PRIOR_STARTS * pl.col("usual")) / (n.sum().over(PLACE) + PRIOR_STARTS)
    return grid.select(*PLACE, "delay", share=share)


def _staying(state: State, came: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """`area`, `kind`, `age` (months since beginning), `served`: the part of that month that a newcomer gets help."""
    ages = pl.DataFrame({"age": range(survival.HORIZON + 1)}, schema={"age": pl.Int32})
    grid = came.select(PLACE).unique().join(ages, how="cross")
    after = grid.join(table, on=[*PLACE, "age"], how="left")
    lasting = after.sort(*PLACE, "age").with_columns(s=pl.col("log_s").fill_null(0.0).exp())
    before = pl.col("s").shift(1).over(PLACE).fill_null(1.0)
    part = survival.last_month_share(state)
    first = came["first_share"].mean()
    served = pl.col("s") + part * (before - pl.col("s"))
    return lasting.select(*PLACE, "age", served=pl.when(pl.col("age") == 0).then(served * first).otherwise(served))


def _places(state: State, came: pl.DataFrame) -> pl.DataFrame:
    """`area`, `kind`, `MODEL_DIMS`, `part`: where the newcomers of a kind have stood, by what they cost."""
    theirs = state.costs.select("grant_id", "mi", "cost").join(came.select("grant_id"), on="grant_id", how="semi")
    cost = theirs.filter(pl.col("mi") <= state.now).group_by("grant_id").agg(pl.col("cost").sum())
    weighed = came.join(cost, on="grant_id", how="left").with_columns(pl.col("cost").fill_null(0.0).clip(1.0))
    moved = new_act.decided_anew(state, weighed, pl.lit(value=True))
    summed = moved.group_by("kind", *MODEL_DIMS).agg(pl.col("cost").sum())
    return summed.with_columns(part=pl.col("cost") / pl.col("cost").sum().over(PLACE)).drop("cost")


def _expected(state: State, index: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """`MODEL_DIMS`, `mi`, `kr`: what newcomers who become known after the date cost in the months of the year."""
    found = newcomers(state, table)
    came = found.came
    if came.is_empty():
        return pl.DataFrame(schema={**dict.fromkeys(MODEL_DIMS, pl.String), "in_service_frame": pl.Boolean,
                                    "mi": pl.Int32, "kr": pl.Float64})  # fmt: skip
    told, ahead = rates(found), range(state.now + 1, state.january + 12 - EARLIEST)
    usual = [told.season[month % 12] * told.growth ** (month - state.now) for month in ahead]
    cohorts = pl.DataFrame({"known": list(ahead), "usual": usual}, schema={"known": pl.Int32, "usual": pl.Float64})
    coming = _prices(state, came, index).join(told.levels, on="area").join(cohorts, how="cross")
    begun = coming.join(_delays(came), on=PLACE).with_columns(
        born=pl.col("known") + pl.col("delay"),
        cases=pl.col("n") / found.months * pl.col("level") * pl.col("usual") * pl.col("share"),
    )
    begin = begun.group_by(*PLACE, "born").agg(pl.col("cases").sum(), pl.col("monthly", "once").first())
    aged = begin.join(_staying(state, came, table), on=PLACE).with_columns(mi=pl.col("born") + pl.col("age"))
    once = pl.when(pl.col("age") == 0).then("once").otherwise(0.0)
    cost = pl.col("cases") * (pl.col("monthly") * pl.col("served") + once)
    monthly = aged.filter(state.in_year()).group_by(*PLACE, "mi").agg(kr=cost.sum())
    placed = monthly.join(_places(state, came), on=PLACE)
    return placed.group_by(*MODEL_DIMS, "mi").agg(kr=(pl.col("kr") * pl.col("part")).sum())


def delivered(
    state: State, index: pl.DataFrame, pipeline: pl.DataFrame, table: pl.DataFrame, course: pl.DataFrame
) -> pl.DataFrame:
    """`MODEL_DIMS`, `mi`, `kr`: what the newcomers are expected to get, at the grants' prices, less what the pipeline's
    lines cover."""
    expected = season.delivered(_expected(state, index, table), course)
    covered = pipeline.group_by("paragraph").agg(covered=pl.col("amount_kr").cast(pl.Float64).sum())
    told = expected.with_columns(kr=pl.col("kr") * pl.col("season")).join(covered, on="paragraph", how="left")
    total = pl.col("kr").sum().over("paragraph")
    left = (
        pl.when(total > 0).then(((total - pl.col("covered").fill_null(0.0)) / total).clip(lower_bound=0)).otherwise(0)
    )
    return told.select(*MODEL_DIMS, "mi", kr=pl.col("kr") * left)


def lines(state: State, steered: Steered, newcomers: pl.DataFrame, bills: Arrival) -> pl.DataFrame:
    """The expected inflow per paragraph, account and month, kr. `newcomers`: `delivered`."""
    rated = bills.in_time(newcomers, state.books_close).join(steered.paragraphs, on="paragraph", how="left")
    amount = pl.col("kr") * pl.col("ratio").fill_null(1.0) * pl.col("in_time")
    told = pl.max_horizontal("mi", pl.lit(state.now + 1))
    return leaf.lines("inflow", rated.with_columns(mi=told, amount_kr=amount).with_columns(state.month()))
