"""The oracle: it knows all that has happened until the close, registered or not, and the true rates: how long stays
last, who enters, what is paid, how bills wait, and how dear the year is for its frames. It does not know the future,
and takes its mean, in closed form.
"""

import datetime as dt

import numpy as np
import polars as pl

from bench.terse.bills import habits, waits
from bench.terse.stays import KINDS, PROVIDERS, Floats, Ints, day, entry, first_day, lasting, level
from bench.terse.town import Town
from bench.terse.world import World, accounts


def in_time(town: Town, habit: str, month: int, now: int | None, *, heard: bool) -> float:
    """Chance that a month's bill, not booked at the close of `now` (None: nothing is known of it), reaches the year's
    books. `heard`: some of that year has been billed, so the year is not forgotten."""
    january = (month // 12 + 1) * 12
    booked = [(month + wait, chance) for wait, chance in enumerate(waits(town, habit, month % 12))]
    left = [(at, chance) for at, chance in booked if now is None or at > now]
    lost = 0.0 if heard else town.forgotten
    timely = (1 - lost) * sum(chance for at, chance in left if at <= january)
    waiting = lost + (1 - lost) * sum(chance for _, chance in left)
    return timely / waiting if waiting > 0 else 0.0


def _shares(town: Town, month: int, now: int | None, *, heard: bool) -> Floats:
    """`in_time` of each provider."""
    by_habit = {name: in_time(town, name, month, now, heard=heard) for name in ("monthly", "quarterly", "december")}
    return np.array([by_habit[name] for name in habits(town)])


def _open_bills(world: World, now: int) -> pl.DataFrame:
    """`kind, kr`: what has been delivered and not booked, by its chance to reach the year's books."""
    town = world.town
    booked = world.bills.filter(pl.col("booked") <= now)
    heard = booked.select("stay", year=pl.col("month") // 12).unique().with_columns(heard=pl.lit(value=True))
    open_ = world.bills.filter((pl.col("booked") > now) & (pl.col("month") <= now))
    whose = open_.select("stay", "kind", "provider", bill_month="month", booked="booked", months="months")
    each = world.delivered.join(whose, on=["stay", "kind", "provider"]).filter(
        pl.col("month").is_between(pl.col("bill_month"), pl.col("bill_month") + pl.col("months") - 1)
        & (pl.col("month") <= now)
    )
    told = each.with_columns(year=pl.col("month") // 12).join(heard, on=["stay", "year"], how="left")
    parts = [told.filter(pl.col("month") < town.january).select("kind", "kr")]
    for (month, known), rows in told.filter(pl.col("month") >= town.january).group_by("month", "heard"):
        share = _shares(town, int(str(month)), now, heard=bool(known))[rows["provider"].to_numpy()]
        parts.append(rows.select("kind", kr=pl.col("kr") * pl.Series(share)))
    return pl.concat(parts)


def _running(world: World, close: int, now: int, month: int) -> Floats:
    """What the stays that run at the close are expected to cost in a later month, kr. by stay and in time."""
    alive = world.stays.filter((pl.col("start") <= close) & (pl.col("end") > close))
    heard = world.bills.filter((pl.col("booked") <= now) & (pl.col("month") // 12 == month // 12))["stay"].unique()
    kind, provider = alive["kind"].to_numpy(), alive["provider"].to_numpy()
    served = (close - alive["start"].to_numpy()).astype(float)
    middle = (first_day(month) + first_day(month + 1) - 1) / 2 - close
    left = lasting(kind, served + middle) / lasting(kind, served)
    known = alive["stay"].is_in(heard.implode()).to_numpy()
    sure, unsure = (_shares(world.town, month, None, heard=told)[provider] for told in (True, False))
    shares = np.where(known, sure, unsure)
    kr = alive["price"].to_numpy() * float(level(month // 12 + 1970)) * left * shares
    return np.bincount(kind, kr, len(KINDS))


def _newcomers(world: World, close: int, month: int) -> Floats:
    """What those who enter after the close are expected to cost in a month, kr. by kind."""
    first, last = int(first_day(month)), int(first_day(month + 1)) - 1
    shares = _shares(world.town, month, None, heard=False)
    usual = np.diff((np.arange(PROVIDERS + 1) / PROVIDERS) ** (1 / 1.5))
    found = np.zeros(len(KINDS))
    for kind, told in enumerate(KINDS):
        days, entered = np.arange(first, last + 1), np.arange(close + 1, last + 1)
        expected = entry(world.town, kind, entered)
        there = [float(expected[entered <= one] @ _left(kind, one - entered[entered <= one])) for one in days]
        timely = float(usual @ shares[kind * PROVIDERS : (kind + 1) * PROVIDERS])
        found[kind] = told.price * float(level(month // 12 + 1970)) * sum(there) / len(days) * timely
    return found


def _left(kind: int, days: Ints) -> Floats:
    return lasting(np.full(len(days), kind), days.astype(float))


def expected(world: World, as_of: dt.date) -> pl.DataFrame:
    """`level` (total, function), `key`, `forecast_kr`: the year's expected accounts given all that had happened at the
    close."""
    town, now, close = world.town, (as_of.year - 1970) * 12 + as_of.month - 1, day(as_of)
    numbers = accounts()
    booked = world.lines.filter((pl.col("year") == town.year) & (pl.col("booked") <= now))
    posted = booked.join(numbers.select("account", "function"), on="account").select("function", "kr")
    yearly = {name: kr for (name, year), kr in world.frames.items() if year == town.year}
    rest = pl.col("name").replace_strict(yearly, return_dtype=pl.Float64) * (town.january + 11 - now) / 12
    frames = numbers.filter(pl.col("kind").is_null()).select("function", kr=rest)
    by_kind = np.zeros(len(KINDS))
    for month in range(now + 1, town.january + 12):
        by_kind += _running(world, close, now, month) + _newcomers(world, close, month)
    opened = _open_bills(world, now).group_by("kind").agg(pl.col("kr").sum())
    functions = [kind.function for kind in KINDS]
    coming = pl.DataFrame({"function": functions, "kr": by_kind})
    names = dict(enumerate(functions))
    late = opened.select(function=pl.col("kind").replace_strict(names, return_dtype=pl.String), kr="kr")
    rows = pl.concat([posted, frames, coming, late], how="vertical_relaxed")
    by_function = rows.group_by(key="function").agg(forecast_kr=pl.col("kr").sum()).sort("key")
    told = by_function.select(pl.lit("function").alias("level"), "key", "forecast_kr")
    whole = told.select(pl.lit("total").alias("level"), pl.lit("total").alias("key"), pl.col("forecast_kr").sum())
    return pl.concat([whole, told])
